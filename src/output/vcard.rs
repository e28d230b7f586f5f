//! Contacts as telephones and mail programs take them: vCard 3.0 (RFC 2426) and 4.0 (RFC 6350).

use std::fmt::Write as _;

use clap::ValueEnum;

/// The longest line, in octets, without its end.
const LINE: usize = 75;

/// Which vCard.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Version {
    /// What nearly every program takes
    #[default]
    #[value(name = "3.0")]
    Three,
    /// The newest
    #[value(name = "4.0")]
    Four,
}

/// An organization that can be called.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Card {
    /// What tells it from other cards, such as `soma-skin-and-laser`.
    pub id: String,
    pub name: String,
    /// As it is dialed from anywhere (E.164), or as it is written if that cannot be told.
    pub phone: String,
    pub website: String,
    /// In one piece, if it is known.
    pub address: Option<String>,
    pub note: Option<String>,
    /// The day of which it is, such as 2026-11-25.
    pub as_of: String,
}

/// The cards, one behind the other.
pub fn draw(cards: &[Card], version: Version) -> String {
    let mut out = String::new();
    for card in cards {
        for line in lines(card, version) {
            fold(&line, &mut out);
        }
    }
    out
}

fn lines(card: &Card, version: Version) -> Vec<String> {
    let four = version == Version::Four;
    let mut lines = vec!["BEGIN:VCARD".to_owned()];
    lines.push(format!("VERSION:{}", if four { "4.0" } else { "3.0" }));
    lines.push(format!("PRODID:-//jakref//jakref {}//EN", env!("CARGO_PKG_VERSION")));
    let id = format!("jakref:{}", card.id);
    lines.push(format!("UID:{}", escape(&id)));
    if four {
        lines.push("KIND:org".to_owned());
    }
    let name = escape(&card.name);
    lines.push(format!("FN:{name}"));
    // An organization has no family name; version 3.0 wants the property all the same.
    lines.push("N:;;;;".to_owned());
    lines.push(format!("ORG:{name}"));
    // What begins with a plus sign can be dialed from anywhere, and is an address of its own kind.
    match card.phone.strip_prefix('+') {
        Some(_) if four => lines.push(format!("TEL;TYPE=work,voice;VALUE=uri:tel:{}", card.phone)),
        _ => lines.push(format!("TEL;TYPE=WORK,VOICE:{}", escape(&card.phone))),
    }
    // An address of the web is no text: nothing may end its line, and what some programs take for the
    // end of a value is written as addresses write it.
    let website: String = card.website.chars().filter(|it| !it.is_control()).collect();
    let website = website.replace(',', "%2C").replace(';', "%3B");
    lines.push(format!("URL:{website}"));
    if let Some(address) = &card.address {
        let address = escape(address);
        lines.push(format!("ADR;TYPE={}:;;{address};;;;", if four { "work" } else { "WORK" }));
    }
    if let Some(note) = &card.note {
        lines.push(format!("NOTE:{}", escape(note)));
    }
    let revised = if four { card.as_of.replace('-', "") + "T000000Z" } else { card.as_of.clone() };
    lines.push(format!("REV:{revised}"));
    lines.push("END:VCARD".to_owned());
    lines
}

/// The text as the value of a property.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.replace("\r\n", "\n").chars() {
        match character {
            '\\' | ';' | ',' => {
                out.push('\\');
                out.push(character);
            }
            '\n' | '\r' => out.push_str("\\n"),
            _ if character.is_control() => {}
            _ => out.push(character),
        }
    }
    out
}

/// Adds a line with its end; one that is too long goes on behind a space, and no character is cut.
fn fold(line: &str, out: &mut String) {
    let mut room = LINE;
    for character in line.chars() {
        if character.len_utf8() > room {
            out.push_str("\r\n ");
            room = LINE - 1;
        }
        out.push(character);
        room -= character.len_utf8();
    }
    out.push_str("\r\n");
}

/// A telephone number as it is dialed from anywhere (E.164), such as `+12015550123`, if that can be
/// told: from a plus sign, or from the code of its country and the digit that is dialed before a
/// number within it.
pub fn international(
    phone: &str,
    calling_code: Option<&str>,
    trunk: Option<&str>,
) -> Option<String> {
    let digits: String = phone.chars().filter(char::is_ascii_digit).collect();
    if phone.starts_with('+') {
        return (!digits.is_empty()).then(|| format!("+{digits}"));
    }
    let code = calling_code?;
    let national = match trunk {
        Some(trunk) => digits.strip_prefix(trunk)?,
        // In North America the code itself may stand before the number.
        None => digits.strip_prefix(code).filter(|it| it.len() == 10).unwrap_or(&digits),
    };
    let mut number = String::new();
    let _ = write!(number, "+{code}{national}");
    Some(number)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn card() -> Card {
        Card {
            id: "a".to_owned(),
            name: "Skin; Hair, \\ Nails\nBEGIN:VCARD".to_owned(),
            phone: "+12015550123".to_owned(),
            website: "https://example.org/a,b;c\r\nX:1".to_owned(),
            address: Some("1 Main St, Town".to_owned()),
            note: Some("ä".repeat(60)),
            as_of: "2026-11-25".to_owned(),
        }
    }

    #[test]
    fn no_text_is_a_property_of_its_own() {
        let text = draw(&[card()], Version::Three);
        assert_eq!(text.split("\r\n").filter(|line| *line == "BEGIN:VCARD").count(), 1);
        assert!(text.contains("FN:Skin\\; Hair\\, \\\\ Nails\\nBEGIN:VCARD\r\n"));
        assert!(text.contains("URL:https://example.org/a%2Cb%3BcX:1\r\n"));
        assert!(text.contains("TEL;TYPE=WORK,VOICE:+12015550123\r\n"));
        assert!(text.contains("ADR;TYPE=WORK:;;1 Main St\\, Town;;;;\r\n"));
    }

    #[test]
    fn lines_are_folded_between_characters() {
        let text = draw(&[card()], Version::Four);
        assert!(
            text.ends_with("END:VCARD\r\n") && !text.replace("\r\n", "").contains(['\r', '\n'])
        );
        assert!(text.split("\r\n").all(|line| line.len() <= LINE));
        assert!(text.replace("\r\n ", "").contains(&"ä".repeat(60)));
        assert!(text.contains("TEL;TYPE=work,voice;VALUE=uri:tel:+12015550123\r\n"));
        assert!(text.contains("REV:20261125T000000Z\r\n") && text.contains("KIND:org\r\n"));
    }

    #[test]
    fn a_number_is_dialed_from_anywhere() {
        for (phone, code, trunk, expected) in [
            ("201-555-0123", Some("1"), None, Some("+12015550123")),
            ("1-201-555-0123", Some("1"), None, Some("+12015550123")),
            ("020 7946 0958", Some("44"), Some("0"), Some("+442079460958")),
            ("20 7946 0958", Some("44"), Some("0"), None),
            ("+49 (30) 901820", None, None, Some("+4930901820")),
            ("030 901820", None, None, None),
            ("+", None, None, None),
        ] {
            assert_eq!(international(phone, code, trunk).as_deref(), expected, "{phone}");
        }
    }
}
