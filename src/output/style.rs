//! What each role looks like on a terminal, if colour is wanted at all. Colour repeats what the
//! words say already.
//!
//! Which background a terminal has is not known. No single colour of text can be read on all of the
//! common ones (see the tests), so what stands out does so by weight, or brings its own background.
//!
//! Roles travel in the text as characters that take no column and that [`super::text::safe`] lets no
//! data have: layout measures and moves text with its roles, and colours are put on at the very end.

use colored::{Color, ColoredString, Colorize};

use super::text::JOINER;

/// Why a piece of text looks different from the text around it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// What the answer is about, headings, labels, answers, what to type.
    Strong,
    /// A boxed warning's title, NOT APPROVED, an error.
    Warning,
    /// The line that frames a boxed warning.
    Bar,
    /// A declared gap.
    Gap,
}

const ROLES: [(Role, char); 4] = [
    (Role::Strong, '\u{2061}'),
    (Role::Warning, '\u{2063}'),
    (Role::Bar, '\u{2064}'),
    (Role::Gap, '\u{206a}'),
];

const END: char = '\u{206f}';

// Of the 256 colours those above 15 look the same in every palette.
const WHITE: Color = Color::AnsiColor(231);
const BLACK: Color = Color::AnsiColor(16);
const RED: Color = Color::AnsiColor(160);
const AMBER: Color = Color::AnsiColor(222);
const BRIGHT_RED: Color = Color::AnsiColor(196);

impl Role {
    fn begin(self) -> char {
        ROLES.iter().find(|(role, _)| *role == self).map_or(END, |(_, begin)| *begin)
    }

    fn of(begin: char) -> Option<Self> {
        ROLES.iter().find(|(_, it)| *it == begin).map(|(role, _)| *role)
    }

    fn look(self, text: &str) -> ColoredString {
        match self {
            Self::Strong => text.bold(),
            Self::Warning => text.bold().color(WHITE).on_color(RED),
            Self::Bar => text.color(BRIGHT_RED),
            Self::Gap => text.color(BLACK).on_color(AMBER),
        }
    }
}

/// Adds text that is safe already, word by word, so that it can be wrapped.
pub fn push(out: &mut String, text: &str, role: Option<Role>) {
    let Some(role) = role else { return out.push_str(text) };
    for piece in text.split_inclusive([' ', JOINER]) {
        let word = piece.trim_end_matches([' ', JOINER]);
        if !word.is_empty() {
            out.push(role.begin());
            out.push_str(word);
            out.push(END);
        }
        out.push_str(&piece[word.len()..]);
    }
}

/// Text that is safe already, in a role.
pub fn in_role(text: &str, role: Role) -> String {
    let mut out = String::new();
    push(&mut out, text, Some(role));
    out
}

/// Whether the character is no text, but says where a role begins or ends.
pub fn is_role(character: char) -> bool {
    character == END || Role::of(character).is_some()
}

/// The text with its roles as colour, or without them.
pub fn paint(text: &str, color: bool) -> String {
    let mut out = String::with_capacity(text.len() * 2);
    let mut rest = text;
    while let Some(at) = rest.find(|it| Role::of(it).is_some()) {
        out.push_str(&rest[..at]);
        let Some(begin) = rest[at..].chars().next() else { break };
        rest = &rest[at + begin.len_utf8()..];
        // Words of one role are one piece, with the spaces between them.
        let mut piece = String::new();
        loop {
            let (word, after) = rest.split_once(END).unwrap_or((rest, ""));
            piece.push_str(word);
            rest = after;
            let next = rest.trim_start_matches([' ', JOINER]);
            match next.strip_prefix(begin) {
                Some(again) => {
                    piece.push_str(&rest[..rest.len() - next.len()]);
                    rest = again;
                }
                None => break,
            }
        }
        out += &Role::of(begin).map_or(piece.clone(), |role| painted(&piece, role, color));
    }
    out.push_str(rest);
    out
}

/// A text of one role as colour, or without it.
pub fn painted(text: &str, role: Role, color: bool) -> String {
    if !color || text.is_empty() {
        return text.to_owned();
    }
    // Whether there is colour is decided in `terminal`; the crate's own guess is not asked.
    colored::control::set_override(true);
    role.look(text).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    type Rgb = (u8, u8, u8);

    /// A palette: its name, its background, its text, its first 16 colors.
    type Palette = (&'static str, Rgb, Rgb, [u32; 16]);

    const XTERM: [u32; 16] = [
        0x00_0000, 0xcd_0000, 0x00_cd00, 0xcd_cd00, 0x00_00ee, 0xcd_00cd, 0x00_cdcd, 0xe5_e5e5,
        0x7f_7f7f, 0xff_0000, 0x00_ff00, 0xff_ff00, 0x5c_5cff, 0xff_00ff, 0x00_ffff, 0xff_ffff,
    ];
    const CODE_DARK: [u32; 16] = [
        0x00_0000, 0xcd_3131, 0x0d_bc79, 0xe5_e510, 0x24_72c8, 0xbc_3fbc, 0x11_a8cd, 0xe5_e5e5,
        0x66_6666, 0xf1_4c4c, 0x23_d18b, 0xf5_f543, 0x3b_8eea, 0xd6_70d6, 0x29_b8db, 0xe5_e5e5,
    ];
    const CODE_LIGHT: [u32; 16] = [
        0x00_0000, 0xcd_3131, 0x10_7c10, 0x94_9800, 0x04_51a5, 0xbc_05bc, 0x05_98bc, 0x55_5555,
        0x66_6666, 0xcd_3131, 0x14_ce14, 0xb5_ba00, 0x04_51a5, 0xbc_05bc, 0x05_98bc, 0xa5_a5a5,
    ];
    const SOLARIZED: [u32; 16] = [
        0x07_3642, 0xdc_322f, 0x85_9900, 0xb5_8900, 0x26_8bd2, 0xd3_3682, 0x2a_a198, 0xee_e8d5,
        0x00_2b36, 0xcb_4b16, 0x58_6e75, 0x65_7b83, 0x83_9496, 0x6c_71c4, 0x93_a1a1, 0xfd_f6e3,
    ];
    const PALETTES: [Palette; 6] = [
        ("xterm", (0xff, 0xff, 0xff), (0, 0, 0), XTERM),
        ("xterm -rv", (0, 0, 0), (0xe5, 0xe5, 0xe5), XTERM),
        ("VS Code dark", (0x1e, 0x1e, 0x1e), (0xcc, 0xcc, 0xcc), CODE_DARK),
        ("VS Code light", (0xff, 0xff, 0xff), (0x33, 0x33, 0x33), CODE_LIGHT),
        ("Solarized dark", (0x00, 0x2b, 0x36), (0x83, 0x94, 0x96), SOLARIZED),
        ("Solarized light", (0xfd, 0xf6, 0xe3), (0x65, 0x7b, 0x83), SOLARIZED),
    ];

    fn split(rgb: u32) -> Rgb {
        let [_, red, green, blue] = rgb.to_be_bytes();
        (red, green, blue)
    }

    fn rgb(color: Color, palette: &Palette) -> Rgb {
        let index: usize = match color {
            Color::AnsiColor(index) => index.into(),
            _ => color
                .to_fg_str()
                .parse::<usize>()
                .map_or(0, |code| if code >= 90 { code - 90 + 8 } else { code - 30 }),
        };
        let level = |step: usize| u8::try_from(if step == 0 { 0 } else { 55 + 40 * step });
        match index {
            0..16 => split(palette.3[index]),
            16..232 => {
                let cube = index - 16;
                let levels =
                    [cube / 36, cube / 6 % 6, cube % 6].map(|step| level(step).expect("8"));
                (levels[0], levels[1], levels[2])
            }
            _ => {
                let gray = u8::try_from(8 + 10 * (index - 232)).expect("8");
                (gray, gray, gray)
            }
        }
    }

    /// As WCAG 2.2 defines it.
    fn luminance((red, green, blue): Rgb) -> f64 {
        let linear = |value: u8| {
            let value = f64::from(value) / 255.0;
            if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue)
    }

    fn contrast(one: Rgb, other: Rgb) -> f64 {
        let (one, other) = (luminance(one), luminance(other));
        (one.max(other) + 0.05) / (one.min(other) + 0.05)
    }

    #[test]
    fn every_role_can_be_read_on_every_background() {
        for palette in &PALETTES {
            let (name, background, text, _) = palette;
            for (role, _) in ROLES {
                let look = role.look("x");
                let behind = look.bgcolor.map_or(*background, |color| rgb(color, palette));
                let Some(color) = look.fgcolor else { continue };
                let contrast = contrast(rgb(color, palette), behind);
                // A line is no text: 3 : 1 is what WCAG asks of it.
                let least = if role == Role::Bar { 3.0 } else { 4.5 };
                assert!(contrast >= least, "{role:?} has {contrast:.2} : 1 on {name}");
            }
            // What has no color of its own is as the reader chose it.
            assert!(contrast(*text, *background) > 4.0, "{name}");
        }
    }

    #[test]
    fn no_color_of_text_alone_holds_on_all_of_them() {
        for index in 0..=255 {
            let holds = |palette: &Palette| {
                contrast(rgb(Color::AnsiColor(index), palette), palette.1) >= 4.5
            };
            assert!(!PALETTES.iter().all(holds), "{index} does: use it");
        }
    }

    #[test]
    fn nothing_is_faint() {
        for (role, _) in ROLES {
            assert!(!role.look("x").style.contains(colored::Styles::Dimmed), "{role:?}");
        }
    }

    #[test]
    fn roles_are_gone_without_color_and_joined_with_it() {
        let mut text = "a ".to_owned();
        push(&mut text, "b c", Some(Role::Strong));
        push(&mut text, "?", Some(Role::Gap));
        text.push_str(" d");
        assert_eq!(super::super::text::width(&text), "a b c? d".len());
        assert_eq!(paint(&text, false), "a b c? d");
        assert_eq!(
            paint(&text, true),
            "a \u{1b}[1mb c\u{1b}[0m\u{1b}[48;5;222;38;5;16m?\u{1b}[0m d"
        );
    }

    #[test]
    fn no_data_can_bring_a_role_of_its_own() {
        for character in ROLES.iter().map(|(_, begin)| *begin).chain([END]) {
            assert!(super::super::text::is_hidden(character));
        }
    }
}
