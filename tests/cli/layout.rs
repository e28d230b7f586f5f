use unicode_width::UnicodeWidthStr;

use crate::harness::jakref;

const SCREENS: &[&str] = &[
    "list",
    "show olumiant",
    "show opzelura --patient",
    "compare",
    "compare olumiant litfulo --topics dosing",
    "about alopecia-areata",
    "clinic",
    "sources leqselvi",
    "sources opzelura --gaps",
    "evidence olumiant --icons",
    "evidence litfulo --patient",
    "show leqselvi use --conflicts",
    "search live",
    "search clinic",
];

fn screen(command: &str, width: usize) -> String {
    let width = width.to_string();
    let options = ["--format", "table", "--width", &width];
    jakref(command.split(' ').chain(options)).stdout()
}

#[test]
fn no_line_is_wider_than_asked_for_unless_one_word_is() {
    for command in SCREENS {
        for width in [30, 50, 80, 120, 200] {
            for line in screen(command, width).lines() {
                let words = line.split_whitespace().count();
                assert!(line.width() <= width || words <= 3, "{command} at {width}: {line}");
            }
        }
    }
}

#[test]
fn no_word_is_cut_and_none_is_lost() {
    let words = |text: &str| -> Vec<String> {
        let frame = |character: char| "┏┓┗┛┃━│┆╞═╪╡├╌┼┤┌─┬┐└┴┘".contains(character);
        let text: String = text.chars().map(|it| if frame(it) { ' ' } else { it }).collect();
        let mut words: Vec<String> = text.split_whitespace().map(str::to_owned).collect();
        words.retain(|word| word != "-");
        words
    };
    for command in [
        "show olumiant dosing people tests",
        "show litfulo --patient",
        "about jak-inhibitors",
        "clinic",
        "show leqselvi use --conflicts",
        "search clots",
    ] {
        let wide = words(&screen(command, 1000));
        for width in [30, 47, 80] {
            let narrow = words(&screen(command, width));
            let differs = narrow.iter().zip(&wide).position(|(narrow, wide)| narrow != wide);
            let at = differs.map(|at| (&narrow[at], &wide[at]));
            assert_eq!(at, None, "{command} at {width}");
            assert_eq!(narrow.len(), wide.len(), "{command} at {width}");
        }
    }
}

#[test]
fn four_columns_stand_beside_each_other_only_where_they_fit() {
    assert!(screen("compare", 120).contains('┌'));
    assert!(!screen("compare --topics dosing.start", 80).contains('┌'));
    assert!(screen("list", 120).contains('┌'));
    assert!(!screen("list", 80).contains('┌'));
}
