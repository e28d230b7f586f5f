//! Laying one dataset over another: its records are added, or replace those that have their ids.
//! What protects the reader stays, or is told of.

use std::collections::HashMap;

use super::date::Date;
use super::model::{
    Answers, Citation, Clinic, Dataset, Glance, How, Record, Regulator, Renamed, Source,
    SourceKind, Topic,
};
use super::place::At;
use super::read::Reading;
use super::read::diagnostic::{Code, Diagnostic, File};
use super::text::{List, Text};

/// Lays what was read of an overlay over a dataset. Two records of the overlay with the same id are
/// both kept, so that the check finds them.
pub fn lay(base: &mut Reading, mut over: Reading, files: &[File], today: Date) {
    cite_themselves(&mut over, files, today);
    protect(base, &mut over, files);
    let (under, laid) = (&mut base.dataset, over.dataset);
    replace(&mut under.regulators, laid.regulators);
    replace(&mut under.groups, laid.groups);
    replace(&mut under.topics, laid.topics);
    replace(&mut under.sources, laid.sources);
    replace(&mut under.endpoints, laid.endpoints);
    replace(&mut under.reaction_names, laid.reaction_names);
    replace(&mut under.treatments, laid.treatments);
    replace(&mut under.indications, laid.indications);
    replace(&mut under.backgrounds, laid.backgrounds);
    replace(&mut under.terms, laid.terms);
    replace(&mut under.clinics, laid.clinics);
    if !over.headers.is_empty() {
        base.headers = over.headers;
    }
    base.take_header();
    base.dataset.arrange();
    base.mistakes.append(over.mistakes);
    base.broken.append(&mut over.broken);
    base.unparsed |= over.unparsed;
}

/// Puts each record in the place of the one with its id, or behind all.
fn replace<T: Record + Clone>(under: &mut List<T>, laid: List<T>) {
    if laid.is_empty() {
        return;
    }
    let id = |record: &T| record.name().to_lowercase();
    let under = under.to_mut();
    let mut places: HashMap<String, usize> =
        under.iter().enumerate().map(|(at, record)| (id(record), at)).collect();
    for record in laid.0.into_owned() {
        let place = places.remove(&id(&record)).and_then(|at| under.get_mut(at));
        match place {
            Some(place) => *place = record,
            None => under.push(record),
        }
    }
}

/// Keeps the mark of what is shown before everything else, the disclaimer and the word on who
/// reviewed the dataset, and tells of each overlay that would have changed them, or that changes
/// what the boxed warning says.
fn protect(base: &mut Reading, over: &mut Reading, files: &[File]) {
    let mut found = Vec::new();
    let under = &base.dataset;
    if let (Some(own), Some(laid)) = (base.headers.first(), over.headers.to_mut().first_mut()) {
        for (own, text, what) in [
            (&own.disclaimer, &mut laid.disclaimer, "the disclaimer"),
            (&own.condition, &mut laid.condition, "the condition"),
            (&own.regulator, &mut laid.regulator, "the regulator"),
            (&own.clinical_review, &mut laid.clinical_review, "what is said of a clinical review"),
        ] {
            if own != text {
                found.push((laid.piece, text.span(), format!("{what} of the dataset stays")));
                *text = At::nowhere((**own).clone());
            }
        }
    }
    let firsts: Vec<&Topic> = under.topics.iter().filter(|topic| topic.first).collect();
    for laid in over.dataset.topics.to_mut() {
        let path = laid.path();
        let Some(own) = firsts.iter().find(|own| own.path() == path) else { continue };
        let names = |it: &Topic| (it.label.clone(), it.brief.clone(), it.plain.clone());
        let message = if !laid.first {
            format!("`{path}` is still shown before everything else")
        } else if names(own) != names(laid) {
            format!("`{path}` keeps its name")
        } else {
            continue;
        };
        laid.first = true;
        (laid.label, laid.brief, laid.plain) = names(own);
        found.push((laid.piece, laid.id.span(), message));
    }
    for laid in over.dataset.regulators.to_mut() {
        let Some(own) = under.regulator(&laid.id) else { continue };
        let (piece, span) = (laid.piece, laid.id.span());
        let sentences = |it: &Regulator| {
            [&it.approved, &it.not_approved, &it.withdrawn, &it.reported].map(ToString::to_string)
        };
        if sentences(own) != sentences(laid) {
            laid.approved = own.approved.clone();
            laid.not_approved = own.not_approved.clone();
            laid.withdrawn = own.withdrawn.clone();
            laid.reported = own.reported.clone();
            let message = format!("what `{}` says of an approval stays", laid.id);
            found.push((piece, span.clone(), message));
        }
        if keep_names(&firsts, &own.words, &mut laid.words) {
            found.push((piece, span, format!("`{}` keeps the names of its warnings", laid.id)));
        }
    }
    for laid in over.dataset.backgrounds.to_mut() {
        let Some(own) = under.backgrounds.iter().find(|own| own.name() == laid.name()) else {
            continue;
        };
        if keep_names(&firsts, &own.words, &mut laid.words) {
            let message = format!("`{}` keeps the names of its warnings", laid.id);
            found.push((laid.piece, laid.id.span(), message));
        }
    }
    for laid in &over.dataset.indications {
        let own = under.indications.iter().find(|own| own.name() == laid.name());
        if own.is_some_and(|own| *own.status != *laid.status) {
            let message = format!("whether {} is approved is not the dataset's own", laid.name());
            found.push((laid.piece, laid.status.span(), message));
        }
    }
    let treatments = under.treatments.iter();
    let treatments = treatments.map(|it| (Record::name(it), (&*it.glance, &it.answers)));
    let indications = under.indications.iter();
    let indications = indications.map(|it| (it.name(), (&*it.glance, &it.answers)));
    let own: HashMap<String, Said<'_>> = treatments.chain(indications).collect();
    let treatments = over.dataset.treatments.iter();
    let treatments =
        treatments.map(|it| (it.piece, it.id.span(), Record::name(it), (&*it.glance, &it.answers)));
    let indications = over.dataset.indications.iter();
    let indications = indications
        .map(|it| (it.piece, it.treatment.span(), it.name(), (&*it.glance, &it.answers)));
    for (piece, span, name, laid) in treatments.chain(indications) {
        if own.get(&name).is_some_and(|own| differ(&firsts, *own, laid)) {
            let message = format!("the boxed warning of {name} is not the dataset's own");
            found.push((piece, span, message));
        }
    }
    for (piece, span, message) in found {
        let file = files.get(piece.0.file).map_or("", |file| &file.name);
        base.cautions.push(format!("{message}: {file} was laid over it"));
        let help = Some("every answer says so".to_owned());
        let code = Code::OverlaidProtection;
        base.mistakes.push(Diagnostic { code, piece, span, message, help });
    }
}

/// Lets topics that stand before everything else keep what they are called; whether that changes it.
fn keep_names(firsts: &[&Topic], own: &List<Renamed>, laid: &mut List<Renamed>) -> bool {
    let is_first = |it: &&Renamed| firsts.iter().any(|topic| topic.is(&it.topic));
    let (before, after) = (own.iter().filter(is_first), laid.iter().filter(is_first));
    if before.clone().eq(after) {
        return false;
    }
    let others = laid.iter().filter(|it| !is_first(it));
    *laid = before.chain(others).cloned().collect::<Vec<_>>().into();
    true
}

/// What a record says in brief, and in full.
type Said<'a> = (&'a [Glance], &'a Answers);

/// Whether something else is said on these topics than there was.
fn differ(topics: &[&Topic], own: Said<'_>, laid: Said<'_>) -> bool {
    topics.iter().any(|topic| {
        let glances = |all: &[Glance]| -> Vec<Glance> {
            all.iter().filter(|it| topic.is(&it.topic)).cloned().collect()
        };
        let said = !own.1.to(topic).is_empty();
        said && (own.1.to(topic) != laid.1.to(topic) || glances(own.0) != glances(laid.0))
    })
}

/// What a clinic says of itself in its own file needs no other source: the file is the source.
fn cite_themselves(over: &mut Reading, files: &[File], today: Date) {
    let Dataset { clinics, sources, .. } = &mut over.dataset;
    for clinic in clinics.to_mut().iter_mut().filter(|clinic| clinic.cite.is_empty()) {
        let id = format!("{}-itself", clinic.id);
        clinic.cite = vec![Citation { source: at(id.clone()), section: None }].into();
        let file = files.get(clinic.piece.0.file).map_or("", |file| &file.name);
        sources.to_mut().push(of_itself(clinic, id, file, today));
    }
}

fn of_itself(clinic: &Clinic, id: String, file: &str, today: Date) -> Source {
    Source {
        piece: clinic.piece,
        id: at(id),
        title: at(format!("Contact details in {file}")),
        short: None,
        publisher: At::nowhere((*clinic.name).clone()),
        kind: SourceKind::Clinic,
        date: None,
        as_shown: None,
        how: How::Text,
        read: At::nowhere(today),
        extent: at("All of it".to_owned()),
        set_id: None,
        doi: None,
        pmid: None,
        registry_id: None,
        application: None,
        url: None,
        read_via: None,
    }
}

fn at(text: String) -> At<Text> {
    At::nowhere(Text::from(text))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dataset::read::{read, read_from};

    const BASE: &str = "
[dataset]
title = 'T'
version = '1'
as-of = 2026-11-01
review-due = 2026-12-01
clinical-review = 'not reviewed'
disclaimer = 'A reference.'
condition = 'c'
regulator = 'r'
[[topic]]
group = 'safety'
id = 'boxed'
scope = 'indication'
label = 'Boxed warning'
brief = 'Boxed'
first = true
[[topic]]
group = 'safety'
id = 'other'
scope = 'indication'
label = 'Other'
brief = 'Other'
[[indication]]
treatment = 't'
condition = 'c'
regulator = 'r'
status = 'reported'
cite = []
[[indication.answers.safety.boxed]]
text = 'Death.'
[[indication.answers.safety.other]]
text = 'A rash.'
";

    /// The dataset that comes of this, laid over that above, and what is told of it.
    fn laid(over: &str) -> (Dataset, Vec<String>) {
        let files = [File::new("base".into(), BASE.into()), File::new("over".into(), over.into())];
        let mut base = read(&files[..1]);
        let today = Date::parse("2026-11-25").expect("a day");
        lay(&mut base, read_from(&files, 1), &files, today);
        assert_eq!(base.mistakes.listed().len(), base.cautions.len());
        (base.dataset, base.cautions)
    }

    fn part(from: &str, to: &str) -> String {
        let start = BASE.find(from).expect(from);
        let rest = &BASE[start..];
        let end = rest[1..].find(to).map_or(rest.len(), |at| at + 1);
        rest[..end].to_owned()
    }

    #[test]
    fn what_is_shown_before_everything_else_stays_so() {
        let topic = part("[[topic]]", "[[topic]]");
        let (dataset, told) = laid(&topic.replace("first = true\n", ""));
        assert!(dataset.topics.iter().any(|topic| topic.first && topic.is("safety.boxed")));
        assert_eq!(
            told,
            ["`safety.boxed` is still shown before everything else: over was laid over it"]
        );
        assert_eq!(laid(&topic).1, Vec::<String>::new());
    }

    #[test]
    fn the_disclaimer_and_the_word_on_a_review_stay() {
        let header = part("[dataset]", "[[topic]]").replace("version = '1'", "version = '2'");
        let changed =
            header.replace("A reference.", "Safe to use.").replace("not reviewed", "by Dr. Nobody");
        let (dataset, told) = laid(&changed);
        assert_eq!(dataset.header.disclaimer.as_str(), "A reference.");
        assert_eq!(dataset.header.clinical_review.as_str(), "not reviewed");
        assert_eq!(dataset.header.version.as_str(), "2");
        assert_eq!(told.len(), 2, "{told:?}");
        assert_eq!(laid(&header).1, Vec::<String>::new());
    }

    #[test]
    fn another_boxed_warning_is_told_of_and_another_rash_is_not() {
        let indication = part("[[indication]]", "\0");
        let (dataset, told) = laid(&indication.replace("Death.", "Nothing."));
        assert_eq!(dataset.indications.len(), 1);
        assert_eq!(
            told,
            ["the boxed warning of t for c in r is not the dataset's own: over was laid over it"]
        );
        assert_eq!(laid(&indication.replace("rash", "cough")).1, Vec::<String>::new());
        let elsewhere = indication.replace("regulator = 'r'", "regulator = 'q'");
        let (dataset, told) = laid(&elsewhere.replace("Death.", "Nothing."));
        assert_eq!((dataset.indications.len(), told.len()), (2, 0));
    }
}
