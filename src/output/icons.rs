//! An icon array: a hundred marks, one for each of a hundred people. Drawn with two signs that every
//! terminal and every reader has, and a third for what is less than one person.

/// Stands for a person who had it.
pub const HAD: char = '#';

/// Stands for a person who did not.
pub const HAD_NOT: char = '.';

/// Stands for less than one person in a hundred: neither nobody nor somebody.
pub const PART: char = '+';

/// The marks are counted in tens.
const TEN: usize = 10;

/// The hundred marks, in rows of whole tens that are no wider than `width`, with a space between the
/// tens. A row holds 100, 50, 20 or 10 of them, so that all rows are of one length.
pub fn rows(whole: u8, part: bool, width: usize) -> Vec<String> {
    let marks = marks(whole, part);
    let fits = |tens: &usize| tens * TEN + tens - 1 <= width;
    let tens = [10, 5, 2].into_iter().find(fits).unwrap_or(1);
    let groups: Vec<&str> =
        (0..TEN).filter_map(|ten| marks.get(ten * TEN..(ten + 1) * TEN)).collect();
    groups.chunks(tens).map(|row| row.join(" ")).collect()
}

/// The hundred marks in one row.
pub fn marks(whole: u8, part: bool) -> String {
    let whole = usize::from(whole);
    let had = std::iter::repeat_n(HAD, whole);
    let some = std::iter::repeat_n(PART, usize::from(part));
    had.chain(some).chain(std::iter::repeat(HAD_NOT)).take(TEN * TEN).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_are_always_a_hundred_marks() {
        for (whole, part) in [(0, false), (0, true), (35, false), (99, true), (100, false)] {
            for width in [1, 10, 30, 54, 80, 109, 200] {
                let rows = rows(whole, part, width);
                let all: String = rows.concat();
                let count = |mark| all.chars().filter(|it| *it == mark).count();
                assert_eq!(count(HAD), usize::from(whole));
                assert_eq!(count(PART), usize::from(part));
                assert_eq!(count(HAD_NOT), 100 - usize::from(whole) - usize::from(part));
                assert!(rows.iter().all(|row| row.len() <= width.max(TEN)), "{width}: {rows:?}");
                assert!(rows.iter().all(|row| row.len() == rows[0].len()), "{width}: {rows:?}");
            }
        }
    }

    #[test]
    fn rows_are_as_long_as_the_width_allows() {
        let lengths = [(20, 10), (21, 5), (54, 2), (108, 2), (109, 1)];
        for (width, count) in lengths {
            assert_eq!(rows(35, false, width).len(), count, "{width}");
        }
        assert_eq!(rows(3, false, 54)[0], "###....... .......... .......... .......... ..........");
    }
}
