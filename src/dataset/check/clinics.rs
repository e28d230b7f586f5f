//! Rules on clinics: a number that can be dialed where the clinic is.

use super::Checker;
use crate::dataset::model::{Clinic, Regulator};
use crate::dataset::read::diagnostic::Code;

/// The calling code of the North American plan, whose numbers have a shape of their own.
const NORTH_AMERICA: &str = "1";

impl<'a> Checker<'a> {
    pub(super) fn clinic(&mut self, clinic: &'a Clinic) {
        self.piece = clinic.piece;
        if let Some(country) = &clinic.country {
            self.id_of("regulator", country);
        }
        let country = clinic.country.as_ref().unwrap_or(&self.dataset.header.regulator);
        let regulator = self.dataset.regulator(country);
        if !is_phone(&clinic.phone, regulator) {
            let place = regulator.map_or(String::new(), |it| format!(" in {}", it.region));
            self.report_with_help(
                Code::Phone,
                &clinic.phone,
                format!("`{}` is not a telephone number{place}", clinic.phone),
                help(regulator),
            );
        }
    }
}

fn code(regulator: Option<&Regulator>) -> Option<&str> {
    regulator?.calling_code.as_ref().map(|it| it.as_str())
}

fn help(regulator: Option<&Regulator>) -> String {
    match (code(regulator), regulator) {
        (Some(NORTH_AMERICA), _) => "write ten digits as 201-555-0123".to_owned(),
        (Some(code), Some(it)) if !it.national_digits.is_empty() => {
            let digits = it.national_digits.iter().map(ToString::to_string);
            let digits = digits.collect::<Vec<_>>().join(" or ");
            let trunk = it.trunk.as_ref().map(|trunk| format!("{trunk} and ")).unwrap_or_default();
            format!("write +{code} or {trunk}{digits} digits")
        }
        _ => "write a plus sign, the code of the country and the number".to_owned(),
    }
}

/// Whether it can be dialed: with a plus sign from anywhere (E.164), without one in the clinic's own
/// country.
fn is_phone(text: &str, regulator: Option<&Regulator>) -> bool {
    let code = code(regulator);
    let Some(digits) = digits(text.strip_prefix('+').unwrap_or(text)) else { return false };
    let lengths = regulator.map_or(&[][..], |it| &it.national_digits);
    let is_own = |national: &str| match code {
        Some(NORTH_AMERICA) => is_north_american(national),
        _ => lengths.is_empty() || lengths.iter().any(|it| usize::from(**it) == national.len()),
    };
    if text.starts_with('+') {
        let shape = (8..=15).contains(&digits.len()) && !digits.starts_with('0');
        // Of the clinic's own country more is known than that.
        return shape && code.and_then(|code| digits.strip_prefix(code)).is_none_or(is_own);
    }
    let Some(code) = code else { return false };
    if code == NORTH_AMERICA {
        let text = text.strip_prefix("1-").unwrap_or(text);
        let lengths: Vec<usize> = text.split('-').map(str::len).collect();
        return lengths == [3, 3, 4]
            && !text.contains([' ', '(', ')'])
            && is_own(&text.replace('-', ""));
    }
    let trunk = regulator.and_then(|it| it.trunk.as_ref()).map_or("", |trunk| trunk.as_str());
    digits.strip_prefix(trunk).is_some_and(is_own)
}

/// The digits of a number, if nothing else stands between them but spaces, hyphens and brackets.
fn digits(text: &str) -> Option<String> {
    let is_fine = |byte: u8| byte.is_ascii_digit() || b" -()".contains(&byte);
    let ends = text.ends_with(|last: char| last.is_ascii_digit());
    let digits = text.chars().filter(char::is_ascii_digit);
    (ends && text.bytes().all(is_fine)).then(|| digits.collect())
}

/// Ten digits of which neither the area nor the exchange is one of the services, such as 911.
fn is_north_american(national: &str) -> bool {
    let leads = |part: Option<&str>| {
        part.is_some_and(|it| {
            it.starts_with(['2', '3', '4', '5', '6', '7', '8', '9']) && !it.ends_with("11")
        })
    };
    national.len() == 10 && leads(national.get(..3)) && leads(national.get(3..6))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dataset::read::diagnostic::File;
    use crate::dataset::read::read;

    fn regulator(rest: &str) -> Regulator {
        let keys = "id name region approved not-approved withdrawn reported document";
        let words = keys.replace(' ', " = \"x\"\n") + " = \"x\"\n";
        let text = format!("[[regulator]]\n{words}dates = \"day-first\"\n{rest}");
        let dataset = read(&[File::new(String::new(), text)]).dataset;
        dataset.regulators[0].clone()
    }

    #[test]
    fn a_number_can_be_dialed_where_its_clinic_is() {
        let america = regulator("calling-code = \"1\"\nnational-digits = [10]\n");
        let britain =
            regulator("calling-code = \"44\"\nnational-digits = [9, 10]\ntrunk = \"0\"\n");
        let europe = regulator("");
        for (number, regulator, expected) in [
            ("201-555-0123", &america, true),
            ("1-201-555-0123", &america, true),
            ("+1 201 555 0123", &america, true),
            ("+1 911 555 0123", &america, false),
            ("201 555 0123", &america, false),
            ("911-555-0123", &america, false),
            ("555-0123", &america, false),
            ("+44 20 7946 0958", &america, true),
            ("020 7946 0958", &britain, true),
            ("020 7946 095", &britain, true),
            ("020 7946 09", &britain, false),
            ("20 7946 0958", &britain, false),
            ("+44 20 7946 0958", &britain, true),
            ("+44 20 7946 0958 1", &britain, false),
            ("201-555-0123", &britain, false),
            ("+49 30 901820", &europe, true),
            ("030 901820", &europe, false),
            ("+0 30 901820", &europe, false),
            ("+49 30 x", &europe, false),
            ("", &europe, false),
        ] {
            assert_eq!(is_phone(number, Some(regulator)), expected, "{number}");
        }
    }
}
