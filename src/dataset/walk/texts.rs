//! Every text of every record. Each struct is taken apart whole, without `..`.

use crate::dataset::model::{
    Arm, ArmResult, Background, CareOption, Citation, Clinic, Conflict, Dataset, Difference,
    Endpoint, Glance, Group, Header, Indication, Outcome, Position, Reaction, ReactionName,
    Reactions, Regulator, Renamed, Section, Source, Statement, Term, Topic, Treatment, Trial,
};
use crate::dataset::place::{At, Piece};
use crate::dataset::text::{List, Text};

/// What a text is, which decides the rules that it must keep.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Register {
    /// What a record is called by others, and people type.
    Id,
    /// The id of another record; whether there is one is checked where it is used.
    Reference,
    /// A number in a registry, a section of a document.
    Code,
    /// An address on the web.
    Address,
    /// The name of a document or of a thing, which may quote what we would not say.
    Title,
    /// For professionals.
    Professional,
    /// For patients.
    Plain,
}

use Register::{Address, Code, Id, Plain, Professional, Reference, Title};

/// Takes the texts of one record, each with what it is.
type Visit<'v, 'a> = &'v mut dyn FnMut(Register, &'a At<Text>);

/// Visits every text of the dataset, with the file of its record.
pub fn texts<'a>(dataset: &'a Dataset, visit: &mut dyn FnMut(Piece, Register, &'a At<Text>)) {
    let Dataset {
        header,
        regulators,
        groups,
        topics,
        sources,
        endpoints,
        reaction_names,
        treatments,
        indications,
        backgrounds,
        terms,
        clinics,
    } = dataset;
    macro_rules! each {
        ($($records:expr => $texts:ident;)*) => {
            $(for record in $records {
                $texts(record, &mut |register, text| visit(record.piece, register, text));
            })*
        };
    }
    each! {
        [header] => of_header;
        regulators => of_regulator;
        groups => of_group;
        topics => of_topic;
        sources => of_source;
        endpoints => of_endpoint;
        reaction_names => of_reaction_name;
        treatments => of_treatment;
        indications => of_indication;
        backgrounds => of_background;
        terms => of_term;
        clinics => of_clinic;
    }
}

fn all<'a>(
    register: Register,
    texts: impl IntoIterator<Item = &'a At<Text>>,
    visit: Visit<'_, 'a>,
) {
    texts.into_iter().for_each(|text| visit(register, text));
}

fn each<'a, T: Clone>(list: &'a List<T>, texts: fn(&'a T, Visit<'_, 'a>), visit: Visit<'_, 'a>) {
    list.iter().for_each(|it| texts(it, visit));
}

fn of_header<'a>(it: &'a Header, visit: Visit<'_, 'a>) {
    let Header {
        piece: _,
        title,
        version,
        as_of: _,
        review_due: _,
        clinical_review,
        disclaimer,
        condition,
        regulator,
        examples,
    } = it;
    visit(Title, title);
    all(Reference, examples, visit);
    visit(Code, version);
    all(Professional, [clinical_review, disclaimer], visit);
    all(Reference, [condition, regulator], visit);
}

fn of_regulator<'a>(it: &'a Regulator, visit: Visit<'_, 'a>) {
    let Regulator {
        piece: _,
        id,
        name,
        region,
        also,
        approved,
        not_approved,
        withdrawn,
        reported,
        document,
        calling_code,
        national_digits: _,
        trunk,
        dates: _,
        words,
    } = it;
    of_renamed(words, visit);
    visit(Id, id);
    visit(Title, name);
    all(Professional, [region, approved, not_approved, withdrawn, reported, document], visit);
    all(Professional, also, visit);
    all(Code, calling_code.iter().chain(trunk), visit);
}

fn of_group<'a>(it: &'a Group, visit: Visit<'_, 'a>) {
    let Group { piece: _, id, label, also } = it;
    visit(Id, id);
    visit(Professional, label);
    all(Professional, also, visit);
}

fn of_topic<'a>(it: &'a Topic, visit: Visit<'_, 'a>) {
    let Topic {
        piece: _,
        group,
        id,
        scope: _,
        label,
        brief,
        also,
        plain,
        conditions,
        column,
        glance: _,
        patient_glance: _,
        compare: _,
        first: _,
        listed_strengths: _,
    } = it;
    visit(Reference, group);
    visit(Id, id);
    all(Professional, [label, brief], visit);
    all(Professional, also, visit);
    all(Plain, plain, visit);
    all(Reference, conditions, visit);
    all(Professional, column, visit);
}

fn of_source<'a>(it: &'a Source, visit: Visit<'_, 'a>) {
    let Source {
        piece: _,
        id,
        title,
        short,
        publisher,
        kind: _,
        date: _,
        as_shown: _,
        how: _,
        read: _,
        extent,
        set_id,
        doi,
        pmid,
        registry_id,
        application,
        url,
        read_via,
    } = it;
    visit(Id, id);
    all(Title, [title, publisher].into_iter().chain(short), visit);
    visit(Professional, extent);
    all(Code, [set_id, doi, pmid, registry_id, application, read_via].into_iter().flatten(), visit);
    all(Address, url, visit);
}

fn of_endpoint<'a>(it: &'a Endpoint, visit: Visit<'_, 'a>) {
    let Endpoint { piece: _, id, label, plain, main: _ } = it;
    visit(Id, id);
    visit(Professional, label);
    visit(Plain, plain);
}

fn of_reaction_name<'a>(it: &'a ReactionName, visit: Visit<'_, 'a>) {
    let ReactionName { piece: _, term, plain, did: _ } = it;
    visit(Professional, term);
    visit(Plain, plain);
}

fn of_treatment<'a>(it: &'a Treatment, visit: Visit<'_, 'a>) {
    let Treatment {
        piece: _,
        id,
        brand,
        generic,
        aliases,
        maker,
        registrant,
        strengths,
        cite,
        glance,
        answers,
        conflicts,
    } = it;
    visit(Id, id);
    all(Title, [brand, generic, maker].into_iter().chain(registrant), visit);
    all(Professional, aliases.iter().chain(strengths), visit);
    each(cite, of_citation, visit);
    each(glance, of_glance, visit);
    of_answers(answers.cells().iter().map(|cell| &cell.statements), visit);
    of_conflicts(conflicts, visit);
}

fn of_indication<'a>(it: &'a Indication, visit: Visit<'_, 'a>) {
    let Indication {
        piece: _,
        treatment,
        condition,
        regulator,
        status: _,
        on: _,
        on_cite,
        people,
        from_age: _,
        limits,
        cite,
        otherwise,
        glance,
        answers,
        positions,
        trials,
        outcomes,
        reactions,
        conflicts,
    } = it;
    all(Reference, [treatment, condition, regulator], visit);
    all(Professional, people.iter().chain(limits), visit);
    each(on_cite, of_citation, visit);
    each(cite, of_citation, visit);
    if let Some(otherwise) = otherwise {
        of_statement(otherwise, visit);
    }
    each(glance, of_glance, visit);
    of_answers(answers.cells().iter().map(|cell| &cell.statements), visit);
    each(positions, of_position, visit);
    each(trials, of_trial, visit);
    each(outcomes, of_outcome, visit);
    each(reactions, of_reactions, visit);
    of_conflicts(conflicts, visit);
}

fn of_answers<'a>(cells: impl Iterator<Item = &'a List<Statement>>, visit: Visit<'_, 'a>) {
    for statements in cells {
        each(statements, of_statement, visit);
    }
}

fn of_citation<'a>(it: &'a Citation, visit: Visit<'_, 'a>) {
    let Citation { source, section } = it;
    visit(Reference, source);
    all(Code, section, visit);
}

fn of_statement<'a>(it: &'a Statement, visit: Visit<'_, 'a>) {
    let Statement { regulator, text, plain, note, gap: _, look_in, cite } = it;
    all(Reference, regulator, visit);
    all(Professional, [text, note, look_in].into_iter().flatten(), visit);
    all(Plain, plain, visit);
    each(cite, of_citation, visit);
}

fn of_glance<'a>(it: &'a Glance, visit: Visit<'_, 'a>) {
    let Glance { topic, regulator, text, plain, gap: _, cite } = it;
    visit(Reference, topic);
    all(Reference, regulator, visit);
    visit(Professional, text);
    all(Plain, plain, visit);
    each(cite, of_citation, visit);
}

fn of_position<'a>(it: &'a Position, visit: Visit<'_, 'a>) {
    let Position { body, reference, decision: _, on: _, place, text, plain, note, cite } = it;
    visit(Title, body);
    all(Code, reference, visit);
    all(Professional, place.iter().chain([text]).chain(note), visit);
    all(Plain, plain, visit);
    each(cite, of_citation, visit);
}

fn of_trial<'a>(it: &'a Trial, visit: Visit<'_, 'a>) {
    let Trial {
        id,
        name,
        condition,
        registry,
        design,
        people,
        people_plain,
        ages,
        sponsor,
        randomized: _,
        note,
        cite,
        arms,
    } = it;
    visit(Id, id);
    visit(Reference, condition);
    all(Code, registry, visit);
    all(Title, sponsor, visit);
    all(Professional, [name, design, people, ages].into_iter().chain(note), visit);
    all(Plain, people_plain, visit);
    each(cite, of_citation, visit);
    each(arms, of_arm, visit);
}

fn of_arm<'a>(it: &'a Arm, visit: Visit<'_, 'a>) {
    let Arm { id, name, dose, n: _, role: _ } = it;
    visit(Id, id);
    all(Professional, [name].into_iter().chain(dose), visit);
}

fn of_outcome<'a>(it: &'a Outcome, visit: Visit<'_, 'a>) {
    let Outcome {
        topic,
        trial,
        endpoint,
        week: _,
        analysis: _,
        method,
        people,
        people_plain,
        alternate: _,
        cite,
        results,
        interval: _,
        difference,
        note,
        note_plain,
    } = it;
    all(Reference, [topic, trial, endpoint], visit);
    all(Professional, [method, people, note].into_iter().flatten(), visit);
    all(Plain, people_plain.iter().chain(note_plain), visit);
    each(cite, of_citation, visit);
    each(results, of_result, visit);
    for difference in difference {
        let Difference { arm, points: _, low: _, high: _ } = difference;
        visit(Reference, arm);
    }
}

fn of_result<'a>(it: &'a ArmResult, visit: Visit<'_, 'a>) {
    let ArmResult { arm, percent: _, low: _, high: _, n: _, responders: _, derived: _ } = it;
    visit(Reference, arm);
}

fn of_reactions<'a>(it: &'a Reactions, visit: Visit<'_, 'a>) {
    let Reactions {
        topic,
        title,
        people,
        people_plain,
        weeks: _,
        trial,
        analysis: _,
        cite,
        arms,
        rows,
        note,
        note_plain,
    } = it;
    all(Reference, [topic].into_iter().chain(trial), visit);
    all(Professional, [title, people].into_iter().chain(note), visit);
    all(Plain, people_plain.iter().chain(note_plain), visit);
    each(cite, of_citation, visit);
    each(arms, of_arm, visit);
    for row in rows {
        let Reaction { term, results } = row;
        visit(Professional, term);
        each(results, of_result, visit);
    }
}

/// Without its positions, which are statements of their own.
fn of_conflict<'a>(it: &'a Conflict, visit: Visit<'_, 'a>) {
    let Conflict { topic, question, positions: _, chosen, why } = it;
    visit(Reference, topic);
    all(Professional, [question, chosen].into_iter().chain(why), visit);
}

fn of_conflicts<'a>(conflicts: &'a List<Conflict>, visit: Visit<'_, 'a>) {
    for conflict in conflicts {
        of_conflict(conflict, visit);
        each(&conflict.positions, of_statement, visit);
    }
}

fn of_renamed<'a>(words: &'a List<Renamed>, visit: Visit<'_, 'a>) {
    for renamed in words {
        let Renamed { topic, label, brief, plain } = renamed;
        visit(Reference, topic);
        all(Professional, [label, brief], visit);
        all(Plain, plain, visit);
    }
}

fn of_background<'a>(it: &'a Background, visit: Visit<'_, 'a>) {
    let Background { piece: _, kind: _, id, name, aliases, words, sections, options } = it;
    visit(Id, id);
    visit(Title, name);
    all(Professional, aliases, visit);
    of_renamed(words, visit);
    for section in sections {
        let Section { id, label, plain, statements } = section;
        visit(Id, id);
        visit(Professional, label);
        all(Plain, plain, visit);
        each(statements, of_statement, visit);
    }
    for option in options {
        let CareOption { id, name, plain, people, study, comparison, statements } = option;
        visit(Id, id);
        all(Professional, [name, people, study, comparison], visit);
        all(Plain, plain, visit);
        each(statements, of_statement, visit);
    }
}

fn of_term<'a>(it: &'a Term, visit: Visit<'_, 'a>) {
    let Term { piece: _, term, aliases, plain, cite } = it;
    visit(Title, term);
    all(Professional, aliases, visit);
    visit(Plain, plain);
    each(cite, of_citation, visit);
}

fn of_clinic<'a>(it: &'a Clinic, visit: Visit<'_, 'a>) {
    let Clinic { piece: _, id, name, country, phone, website, cite, call_about, address } = it;
    visit(Id, id);
    visit(Title, name);
    all(Reference, country, visit);
    // A telephone number has a rule of its own.
    visit(Reference, phone);
    visit(Address, website);
    each(cite, of_citation, visit);
    each(call_about, of_statement, visit);
    each(address, of_statement, visit);
}
