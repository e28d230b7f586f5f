//! Laying one dataset over another: its records are added, or replace those that have their ids.

use std::collections::HashMap;

use super::diagnostic::File;
use super::lazy::Lazy;
use super::model::{Citation, Clinic, How, Source, SourceKind, Topic};
use super::place::At;
use super::read::Reading;
use super::text::Text;
use super::value::Date;

/// Lays what was read of an overlay over a dataset. Two records of the overlay with the same id are
/// both kept, so that the check finds them.
pub fn lay(base: &mut Reading, mut over: Reading, files: &[File], today: Date) {
    cite_themselves(&mut over, files, today);
    let (under, mut laid) = (&mut base.dataset, over.dataset);
    replace(&mut under.groups, laid.groups, |group| group.id.to_string());
    replace(&mut under.topics, laid.topics, Topic::path);
    replace(&mut under.sources, laid.sources, lazy_id);
    replace(&mut under.endpoints, laid.endpoints, |endpoint| endpoint.id.to_string());
    replace(&mut under.reaction_names, std::mem::take(&mut laid.reaction_names), |it| {
        it.term.to_ascii_lowercase()
    });
    replace(&mut under.treatments, laid.treatments, lazy_id);
    replace(&mut under.backgrounds, laid.backgrounds, lazy_id);
    replace(&mut under.terms, std::mem::take(&mut laid.terms), lazy_id);
    replace(&mut under.clinics, laid.clinics, lazy_id);
    if !over.headers.is_empty() {
        base.headers = over.headers;
    }
    base.take_header();
    base.dataset.arrange();
    base.mistakes.append(over.mistakes);
    base.broken.append(&mut over.broken);
    base.unparsed |= over.unparsed;
}

fn lazy_id<T>(record: &Lazy<T>) -> String {
    record.id().to_owned()
}

/// Puts each record in the place of the one with its id, or behind all.
fn replace<T>(under: &mut Vec<T>, laid: Vec<T>, id: impl Fn(&T) -> String) {
    let mut places: HashMap<String, usize> =
        under.iter().enumerate().map(|(at, record)| (id(record), at)).collect();
    for record in laid {
        let place = places.remove(&id(&record)).and_then(|at| under.get_mut(at));
        match place {
            Some(place) => *place = record,
            None => under.push(record),
        }
    }
}

/// What a clinic says of itself in its own file needs no other source: the file is the source.
fn cite_themselves(over: &mut Reading, files: &[File], today: Date) {
    for clinic in &mut over.dataset.clinics {
        if !clinic.cite.is_empty() {
            continue;
        }
        let id = format!("{}-itself", clinic.id);
        let mut own: Clinic = (**clinic).clone();
        own.cite = vec![Citation { source: at(id.clone()), section: None }];
        let file = files.get(own.piece.file()).map(|file| file.name.as_str()).unwrap_or_default();
        over.dataset.sources.push(Lazy::new(of_itself(&own, id, file, today)));
        *clinic = Lazy::new(own);
    }
}

fn of_itself(clinic: &Clinic, id: String, file: &str, today: Date) -> Source {
    Source {
        piece: clinic.piece,
        id: at(id),
        title: at(format!("Contact details in {file}")),
        publisher: At::nowhere((*clinic.name).clone()),
        kind: SourceKind::Clinic,
        date: None,
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
