//! Nothing is ever ordered by its effect: with every percentage of the dataset exchanged for another,
//! each answer says the same in the same order, but for the numbers.

use std::path::Path;

use super::View;
use crate::cli::{CompareArgs, EvidenceArgs, ListArgs, ShowArgs};
use crate::dataset::check::check;
use crate::dataset::diagnostic::File;
use crate::dataset::files::read_path;
use crate::dataset::model::Dataset;
use crate::dataset::read::read;
use crate::output::{Drawing, Format, render};
use crate::terminal::Terminal;

/// The shipped dataset with these percentages in the place of its own, and without the counts and
/// intervals that would no longer fit them.
fn dataset(exchange: impl Fn(Vec<String>) -> Vec<String>) -> &'static Dataset {
    const MARK: &str = "percent = ";
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("data");
    let files = read_path(&folder).expect("the dataset can be read");
    let texts: Vec<(String, String)> = files
        .iter()
        .map(|file| {
            let text = ["responders = ", "low = ", "high = "]
                .iter()
                .fold(file.text.to_owned(), |text, key| without(&text, key));
            (file.name.clone(), text)
        })
        .collect();
    let percents = texts.iter().flat_map(|(_, text)| text.split(MARK).skip(1)).map(number);
    let exchanged = exchange(percents.map(str::to_owned).collect());
    let mut exchanged = exchanged.iter();
    let files: Vec<File> = texts
        .into_iter()
        .map(|(name, text)| {
            let mut pieces = text.split(MARK);
            let mut changed = pieces.next().unwrap_or_default().to_owned();
            for piece in pieces {
                changed.push_str(MARK);
                changed.push_str(exchanged.next().expect("as many as before"));
                changed.push_str(&piece[number(piece).len()..]);
            }
            File::new(name, changed)
        })
        .collect();
    let (dataset, mistakes) = check(&files, read(&files), None);
    assert!(mistakes.listed().is_empty(), "{mistakes:?}");
    Box::leak(Box::new(dataset))
}

/// The number that a text begins with.
fn number(text: &str) -> &str {
    let end = text.find(|it: char| !it.is_ascii_digit() && it != '.').unwrap_or(text.len());
    &text[..end]
}

/// The text without this key and its number, wherever it stands among others.
fn without(text: &str, key: &str) -> String {
    let key = format!(", {key}");
    let mut pieces = text.split(&key);
    let mut rest = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        rest.push_str(&piece[number(piece).len()..]);
    }
    rest
}

/// Every answer with figures, in the formats that do not break lines by their width.
fn answers(dataset: &'static Dataset) -> Vec<String> {
    let mut answers = Vec::new();
    let mut add = |view: &dyn Fn(Format) -> String| {
        for format in [Format::Plain, Format::Markdown, Format::Csv, Format::Json] {
            answers.push(view(format));
        }
    };
    add(&|format| text(&super::list::view(dataset, &ListArgs { columns: vec![] }), format));
    for (full, patient) in [(false, false), (true, false), (true, true)] {
        let args = CompareArgs {
            treatments: vec![],
            topics: vec!["all".to_owned()],
            full,
            all_analyses: full,
            patient,
        };
        add(&|format| text(&super::compare::view(dataset, &args), format));
    }
    for (treatment, patient) in dataset.treatments.iter().flat_map(|it| [(it, false), (it, true)]) {
        let args = ShowArgs {
            treatment: treatment.id.to_string(),
            topics: vec![],
            patient,
            all_analyses: true,
            field: None,
            conflicts: false,
        };
        add(&|format| text(&super::show::view(dataset, &args), format));
    }
    for words in ["salt score", "side effects", "week"] {
        let words = [words.to_owned()];
        add(&|format| text(&Ok(super::search::view(dataset, &words)), format));
    }
    for patient in [false, true] {
        let args = EvidenceArgs { treatments: vec![], all_analyses: true, icons: true, patient };
        add(&|format| text(&super::evidence::view(dataset, &args), format));
    }
    answers
}

fn text<V: View>(view: &Result<V, super::Failure>, format: Format) -> String {
    let terminal = Terminal::pipe(80);
    let drawing = Drawing { format, terminal, header: true };
    render(view.as_ref().expect("a view"), drawing).expect("the answer can be drawn")
}

/// The answer with every number as `N`, and without the marks of the icon arrays.
fn skeleton(text: &str) -> String {
    let text = text.replace("fewer than 1", "0").replace("more than 99", "0");
    let text = text.replace(", less than one person", "").replace(['#', '+', '\\'], "");
    let mut skeleton = String::with_capacity(text.len());
    for line in text.lines().map(|line| line.trim_end_matches(['\t', '.', ' '])) {
        for character in line.chars() {
            match character {
                '0'..='9' | '.' if skeleton.ends_with('N') => {}
                '0'..='9' => skeleton.push('N'),
                other => skeleton.push(other),
            }
        }
        skeleton.push('\n');
    }
    skeleton
}

#[test]
fn nothing_is_ordered_by_its_effect() {
    let as_it_is = answers(dataset(|percents| percents));
    let reversed = answers(dataset(|mut percents| {
        percents.reverse();
        percents
    }));
    assert_eq!(as_it_is.len(), reversed.len());
    let mut changed = 0;
    for (one, other) in as_it_is.iter().zip(&reversed) {
        changed += usize::from(one != other);
        let (one, other) = (skeleton(one), skeleton(other));
        let differs = one.lines().zip(other.lines()).find(|(one, other)| one != other);
        assert_eq!(differs, None);
        assert_eq!(one.lines().count(), other.lines().count());
    }
    assert!(changed > as_it_is.len() / 2, "the percentages were exchanged in {changed} answers");
}

#[test]
fn a_skeleton_keeps_the_order() {
    assert_eq!(skeleton("A 35 did, B 5.3% did"), skeleton("A 5 did, B fewer than 1% did"));
    assert_ne!(skeleton("A 35 did, B 5 did"), skeleton("B 35 did, A 5 did"));
}
