//! What changed between two datasets, fact by fact. Both are compared as tables of their own keys,
//! so a new kind of fact needs no code here.

use std::collections::HashMap;

use serde::Serialize;
use toml::ser::Error;
use toml::{Table, Value};

use super::export::is_nothing;
use super::model::{Dataset, Record};
use super::read::KINDS;

/// Above this many statements in one place, those that differ are paired in their order.
const MOST_COMPARED: usize = 40;

/// How alike two texts must be to count as one that was changed.
const ALIKE: f64 = 0.5;

/// A fact that is not the same in both datasets.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Change {
    /// The kind of record, such as `treatment`, and its id.
    pub kind: String,
    pub id: String,
    /// The topic that it belongs to, such as `dosing.start`.
    pub topic: Option<String>,
    /// Where in the record, such as `answers.dosing.start`; empty for the record's own values.
    pub place: String,
    /// Which value, such as `text`.
    pub what: String,
    pub before: Option<String>,
    pub after: Option<String>,
    /// What it rested on, and rests on: the ids of sources with their sections.
    pub sources_before: Vec<Cited>,
    pub sources: Vec<Cited>,
}

/// A source, and where in it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Cited {
    pub source: String,
    pub section: Option<String>,
}

/// Every fact in which two datasets differ, in the order of their records.
///
/// # Errors
/// None in practice: everything in a dataset has a form as a table.
pub fn changes(before: &Dataset, after: &Dataset) -> Result<Vec<Change>, Error> {
    let mut found = Vec::new();
    for kind in KINDS {
        let sides = [before, after].map(|side| side.records(kind));
        let [old, new] = sides.each_ref().map(|side| {
            side.iter().map(|record| (record.name(), *record)).collect::<HashMap<_, _>>()
        });
        let added = sides[1].iter().filter(|it| !old.contains_key(&it.name()));
        for name in sides[0].iter().chain(added).map(|it| it.name()) {
            let table = |side: &HashMap<_, &dyn Record>| side.get(&name).map(|it| it.table());
            let (before, after) = (table(&old).transpose()?, table(&new).transpose()?);
            compare(kind, &name, before.as_ref(), after.as_ref(), &mut found);
        }
    }
    Ok(found)
}

/// Every fact in which two forms of one record differ.
fn compare(
    kind: &str,
    id: &str,
    before: Option<&Table>,
    after: Option<&Table>,
    found: &mut Vec<Change>,
) {
    let sources = [Vec::new(), Vec::new()];
    Walk { kind, id, found, topic: None, sources }.tables("", before, after);
}

/// What names a table among its like, by the first of these that it has all of: its id, the arm or
/// the term that it is about, the question, what was measured when.
fn id(table: &Table) -> Option<String> {
    let names: &[&[&str]] = &[
        &["group", "id"],
        &["id"],
        &["term"],
        &["arm"],
        &["question"],
        &["trial", "endpoint", "analysis"],
        &["title"],
        &["body"],
        &["topic"],
    ];
    let text = |key: &&str| table.get(*key).and_then(Value::as_str);
    let all = |keys: &&[&str]| keys.iter().map(text).collect::<Option<Vec<&str>>>();
    names.iter().find_map(all).map(|parts| parts.join("."))
}

/// What tells tables of one name apart, for most: when it was measured, in whom, where it holds.
fn place_of(table: &Table) -> String {
    let keys = ["week", "people", "method", "alternate", "in", "reference"];
    keys.iter().map(|key| table.get(*key).map(plain).unwrap_or_default() + "\n").collect()
}

/// The keys of both, those of the first before those that only the second has.
fn keys<'t>(before: &'t Table, after: &'t Table) -> Vec<&'t str> {
    let own = before.keys();
    own.chain(after.keys().filter(|key| !before.contains_key(*key))).map(String::as_str).collect()
}

/// A walk through two forms of one record.
struct Walk<'w> {
    kind: &'w str,
    id: &'w str,
    found: &'w mut Vec<Change>,
    /// The topic that the tables around belong to.
    topic: Option<String>,
    /// What the innermost table that cites anything rests on, before and after.
    sources: [Vec<Cited>; 2],
}

impl Walk<'_> {
    fn tables(&mut self, place: &str, before: Option<&Table>, after: Option<&Table>) {
        let none = Table::new();
        let sides = [before, after].map(|side| side.unwrap_or(&none));
        let outer = (self.topic.clone(), self.sources.clone());
        let topic = sides.iter().rev().find_map(|side| side.get("topic")?.as_str());
        // `dosing.start` of `answers.dosing.start`.
        let answers = || place.strip_prefix("answers.").filter(|path| path.contains('.'));
        if let Some(topic) = topic.or_else(answers) {
            self.topic = Some(topic.to_owned());
        }
        for (side, sources) in sides.iter().zip(&mut self.sources) {
            if let Some(cite) = side.get("cite") {
                *sources = citations(cite);
            }
        }
        // What a new fact rests on is told with it.
        let whole = before.is_none() || after.is_none();
        for key in keys(sides[0], sides[1]).into_iter().filter(|key| !whole || *key != "cite") {
            let values = sides.map(|side| side.get(key));
            self.values(place, key, values[0], values[1]);
        }
        (self.topic, self.sources) = outer;
    }

    fn values(&mut self, place: &str, key: &str, before: Option<&Value>, after: Option<&Value>) {
        let said = |side: Option<&Value>| side.is_some_and(|value| !is_nothing(value));
        if before == after || !said(before) && !said(after) {
            return;
        }
        let inside = || if place.is_empty() { key.to_owned() } else { format!("{place}.{key}") };
        if key != "cite" && is_deep(before) | is_deep(after) {
            match [before, after].map(|side| side.and_then(Value::as_table)) {
                [None, None] => self.lists(&inside(), &tables(before), &tables(after)),
                [before, after] => self.tables(&inside(), before, after),
            }
            return;
        }
        let text = |value: &Value| if key == "cite" { cited(value) } else { plain(value) };
        self.found.push(Change {
            kind: self.kind.to_owned(),
            id: self.id.to_owned(),
            topic: self.topic.clone(),
            place: place.to_owned(),
            what: key.to_owned(),
            before: before.map(text),
            after: after.map(text),
            sources_before: before.map(|_| self.sources[0].clone()).unwrap_or_default(),
            sources: after.map(|_| self.sources[1].clone()).unwrap_or_default(),
        });
    }

    /// Two lists of tables. Those that are the same find each other first, then those of one name
    /// and place, then those of one name; and of those without a name the ones that are most alike
    /// are one that was changed.
    fn lists(&mut self, place: &str, old: &[&Table], new: &[&Table]) {
        let mut pairs = Pairs { partners: vec![None; old.len()], taken: vec![false; new.len()] };
        pairs.find(old, new, |table| Some(Value::Table(table.clone()).to_string()));
        pairs.find(old, new, |table| id(table).map(|name| name + "\n" + &place_of(table)));
        pairs.find(old, new, id);
        if pairs.partners.iter().filter(|it| it.is_none()).count() <= MOST_COMPARED {
            pairs.find_alike(old, new);
        } else {
            pairs.find(old, new, |table| id(table).is_none().then(String::new));
        }
        for (table, partner) in old.iter().zip(pairs.partners) {
            let partner = partner.and_then(|at| new.get(at).copied());
            self.tables(&named(place, table), Some(table), partner);
        }
        for (table, _) in new.iter().zip(pairs.taken).filter(|(_, taken)| !taken) {
            self.tables(&named(place, table), None, Some(table));
        }
    }
}

/// Which tables of two lists are two forms of one.
struct Pairs {
    /// For each table of the first list its place in the second.
    partners: Vec<Option<usize>>,
    /// Which of the second list have a partner.
    taken: Vec<bool>,
}

impl Pairs {
    /// Pairs those that are free and have the same key, in their order.
    fn find(&mut self, old: &[&Table], new: &[&Table], key: impl Fn(&Table) -> Option<String>) {
        let mut places: HashMap<String, Vec<usize>> = HashMap::new();
        for (at, table) in new.iter().enumerate().rev().filter(|(at, _)| !self.taken[*at]) {
            if let Some(key) = key(table) {
                places.entry(key).or_default().push(at);
            }
        }
        for (table, partner) in old.iter().zip(&mut self.partners).filter(|it| it.1.is_none()) {
            *partner = key(table).and_then(|key| places.get_mut(&key)?.pop());
            if let Some(at) = *partner {
                self.taken[at] = true;
            }
        }
    }

    /// Pairs those that are free, have no name and say nearly the same.
    fn find_alike(&mut self, old: &[&Table], new: &[&Table]) {
        for (table, partner) in old.iter().zip(&mut self.partners).filter(|it| it.1.is_none()) {
            let own = longest_text(table);
            let free = new.iter().enumerate().filter(|(at, other)| {
                !self.taken[*at] && id(table).is_none() && id(other).is_none()
            });
            let alike =
                free.map(|(at, other)| (at, strsim::sorensen_dice(own, longest_text(other))));
            let best = alike.max_by(|(_, a), (_, b)| a.total_cmp(b));
            *partner = best.filter(|(_, alike)| *alike >= ALIKE).map(|(at, _)| at);
            if let Some(at) = *partner {
                self.taken[at] = true;
            }
        }
    }
}

/// The place of a table in a list, with its name if it has one.
fn named(place: &str, table: &Table) -> String {
    id(table).map_or_else(|| place.to_owned(), |name| format!("{place}.{name}"))
}

/// What a statement says, to tell whether another says nearly the same.
fn longest_text(table: &Table) -> &str {
    let texts = ["text", "plain", "look-in"].into_iter();
    texts.filter_map(|key| table.get(key)?.as_str()).max_by_key(|text| text.len()).unwrap_or("")
}

/// Whether there are facts of their own in the value.
fn is_deep(value: Option<&Value>) -> bool {
    match value {
        Some(Value::Table(_)) => true,
        Some(Value::Array(items)) => items.first().is_some_and(Value::is_table),
        _ => false,
    }
}

fn tables(value: Option<&Value>) -> Vec<&Table> {
    let items = value.and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
    items.iter().filter_map(Value::as_table).collect()
}

fn citations(value: &Value) -> Vec<Cited> {
    let text = |table: &Table, key: &str| table.get(key)?.as_str().map(str::to_owned);
    let cited = |table: &Table| {
        Some(Cited { source: text(table, "source")?, section: text(table, "section") })
    };
    tables(Some(value)).into_iter().filter_map(cited).collect()
}

fn cited(value: &Value) -> String {
    let citations = citations(value).into_iter().map(|it| match it.section {
        Some(section) => format!("{} ({section})", it.source),
        None => it.source,
    });
    let citations: Vec<String> = citations.collect();
    if citations.is_empty() { "nothing".to_owned() } else { citations.join(", ") }
}

/// A value as people read it: text without quotation marks.
fn plain(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Float(number) => number.to_string(),
        Value::Array(items) => items.iter().map(plain).collect::<Vec<_>>().join(", "),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn changed(before: &str, after: &str) -> Vec<String> {
        let shown = |change: Change| {
            let side = |side: Option<String>| side.unwrap_or_else(|| "nothing".to_owned());
            let sources: Vec<String> = change.sources.into_iter().map(|it| it.source).collect();
            format!(
                "{} {} {} {}: {} -> {} [{}]",
                change.kind,
                change.id,
                change.place,
                change.what,
                side(change.before),
                side(change.after),
                sources.join(", ")
            )
        };
        let table = |text: &str| text.parse::<Table>().expect("TOML");
        let mut found = Vec::new();
        compare("treatment", "a", Some(&table(before)), Some(&table(after)), &mut found);
        found.into_iter().map(shown).collect()
    }

    const BEFORE: &str = r#"
id = "a"
maker = "M"
[[answers.dosing.start]]
text = "Adults take 2 mg once a day."
cite = [{ source = "label", section = "2" }]
[[answers.dosing.start]]
text = "Children were not studied at all."
cite = [{ source = "label" }]
[[trials]]
id = "t"
arms = [{ id = "x", n = 10 }]
"#;

    #[test]
    fn nothing_changed_is_nothing() {
        assert_eq!(changed(BEFORE, BEFORE), Vec::<String>::new());
    }

    #[test]
    fn each_fact_that_changed_is_named_with_its_place_and_its_sources() {
        for (from, to, expected) in [
            ("maker = \"M\"", "maker = \"N\"", "treatment a  maker: M -> N []"),
            ("maker = \"M\"", "", "treatment a  maker: M -> nothing []"),
            ("maker = \"M\"", "maker = \"M\"\nnew = [1]", "treatment a  new: nothing -> 1 []"),
            ("maker = \"M\"", "maker = \"M\"\nnew = []", ""),
            (
                "take 2 mg once",
                "take 4 mg once",
                "treatment a answers.dosing.start text: Adults take 2 mg once a day. -> \
                 Adults take 4 mg once a day. [label]",
            ),
            (
                "section = \"2\"",
                "section = \"2.4\"",
                "treatment a answers.dosing.start cite: label (2) -> label (2.4) [label]",
            ),
            ("n = 10", "n = 11", "treatment a trials.t.arms.x n: 10 -> 11 []"),
        ] {
            let expected: Vec<&str> =
                Some(expected).filter(|it| !it.is_empty()).into_iter().collect();
            assert_eq!(changed(BEFORE, &BEFORE.replace(from, to)), expected, "{to}");
        }
    }

    #[test]
    fn a_statement_that_moves_is_no_change_and_one_that_goes_is() {
        let header = "[[answers.dosing.start]]";
        let parts: Vec<&str> = BEFORE.split(header).collect();
        let [head, first, rest] = parts.as_slice() else { panic!("three parts") };
        let (second, trials) = rest.split_once("[[trials]]").expect("trials");
        let moved = format!("{head}{header}{second}{header}{first}[[trials]]{trials}");
        assert_eq!(changed(BEFORE, &moved), Vec::<String>::new());
        let gone = format!("{head}{header}{second}[[trials]]{trials}");
        let told =
            "treatment a answers.dosing.start text: Adults take 2 mg once a day. -> nothing []";
        assert_eq!(changed(BEFORE, &gone), [told]);
        assert_eq!(changed(&gone, BEFORE).len(), 1);
    }
}
