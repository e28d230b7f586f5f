use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::harness::{jakref, line};

/// What is searched for in tests that hold for every search.
const SEARCHES: &[&str] = &[
    "usual dose",
    "opzelura approved",
    "live",
    "clots",
    "pregnant",
    "how much",
    "telephone",
    "janus kinase",
    "ctp-543",
    "label section",
    "salt score",
    "week 36",
    "nct0",
];

const BOXED: &str = "Boxed warning: ";

/// What stands above the colophon and the sources, without the boxed warnings.
fn answer(arguments: &str) -> String {
    let text = line(&format!("search {arguments}")).stdout();
    let end = text.find("\n[1] ").or_else(|| text.find("\njakref dataset ")).expect("an end");
    let lines = text[..=end].lines().filter(|line| !line.starts_with(BOXED));
    lines.fold(String::new(), |answer, line| answer + line + "\n")
}

fn parsed(arguments: &str) -> Value {
    let text = line(&format!("search {arguments} --json")).output().stdout;
    serde_json::from_slice(&text).expect("JSON")
}

fn hits(arguments: &str) -> Vec<Value> {
    parsed(arguments)["hits"].as_array().expect("hits").clone()
}

/// A field of every hit.
fn fields(hits: &[Value], field: &str) -> Vec<String> {
    hits.iter().map(|hit| hit[field].as_str().expect("text").to_owned()).collect()
}

#[test]
fn every_word_must_stand_in_the_statement_or_its_place() {
    let answer = answer("olumiant live vaccines");
    let first: Vec<&str> = answer.lines().skip(1).take(2).collect();
    assert_eq!(
        first,
        [
            "Olumiant (baricitinib) › Vaccines: jakref show olumiant safety.vaccines",
            "Olumiant (baricitinib) › Vaccines: Avoid use with live vaccines. [1 §5.10]",
        ]
    );
    assert!(!answer.contains("Litfulo (ritlecitinib) › Vaccines"), "{answer}");
}

#[test]
fn the_boxed_warnings_come_before_what_is_found_in_treatments() {
    let text = line("search missed dose litfulo").stdout();
    let first: Vec<&str> = text.lines().take(3).collect();
    assert_eq!(
        first,
        [
            "1 hit",
            "Boxed warning: Litfulo: infections, death, cancer, heart attack and stroke, blood clots [1]",
            "Litfulo (ritlecitinib) › Missed dose: jakref show litfulo dosing.missed",
        ]
    );
    for (words, boxes) in [("live vaccine", 3), ("clinic phone", 0), ("xylophone", 0)] {
        let text = line(&format!("search {words}")).output().stdout;
        let text = String::from_utf8(text).expect("UTF-8");
        let found = text.lines().filter(|line| line.starts_with(BOXED)).count();
        assert_eq!(found, boxes, "{words}: {text}");
    }
}

#[test]
fn case_and_accents_and_the_mark_behind_a_question_do_not_matter() {
    let answer = jakref(["search", "lactose"]).stdout();
    for words in ["LACTOSE", "láctôse", "lactose?", "lactose lactose"] {
        assert_eq!(jakref(["search", words]).stdout(), answer, "{words}");
    }
    assert!(answer.contains("lactose monohydrate"), "{answer}");
}

#[test]
fn what_other_sources_say_is_found_under_the_question_they_disagree_on() {
    let hit = &hits("baricitinib L04AA37")[0];
    let place =
        "Olumiant (baricitinib) › Identifiers › Sources disagree: Two ATC codes for baricitinib";
    assert_eq!(hit["place"], place);
    assert_eq!(hit["text"], "L04AA37, an older code.");
    assert_eq!(hit["command"], "jakref show olumiant label.identifiers --conflicts");
}

#[test]
fn a_question_is_found_by_all_its_names() {
    let dose = "\
2 hits
Litfulo (ritlecitinib) › Starting dose (Usual dose): jakref show litfulo dosing.start
Litfulo (ritlecitinib) › Starting dose (Usual dose): 50 mg orally once daily. [2 §2.2; 3]
Litfulo (ritlecitinib) › Missed dose: jakref show litfulo dosing.missed
Litfulo (ritlecitinib) › Missed dose: Take a missed dose as soon as possible, unless the next dose is due in less than 8 hours; then skip it. Resume the usual time afterwards. [2 §2.2]
";
    assert_eq!(answer("usual dose litfulo"), dose);
    for (words, place) in [
        ("litfulo how much do I take", "Litfulo (ritlecitinib) › Starting dose"),
        ("starting dose litfulo", "Litfulo (ritlecitinib) › Starting dose"),
        ("ctp-543 missed dose", "Leqselvi (deuruxolitinib) › Missed dose"),
    ] {
        assert_eq!(hits(words)[0]["place"], place, "{words}");
    }
    assert_eq!(hits("usual dose litfulo")[0]["called"], json!(["Usual dose"]));
    // A name that tells nothing more than the place and the text is not repeated.
    assert_eq!(hits("starting dose litfulo")[0]["called"], json!([]));
}

#[test]
fn answers_come_before_background_and_glossary_and_titles_of_sources_last() {
    let order = ["treatment", "background", "clinic", "glossary", "source"];
    for words in SEARCHES.iter().filter(|words| **words != "telephone") {
        let kinds = fields(&hits(words), "kind");
        let at = |kind: &String| order.iter().position(|it| it == kind).expect("a known kind");
        assert!(kinds.is_sorted_by_key(at), "{words}: {kinds:?}");
    }
    let answer = answer("opzelura approved");
    let not_approved = answer.find(": Not approved by FDA for alopecia areata, at any age.");
    let title = answer.find(": Title of a source (opzelura-naaf-approved-drugs): List of JAK");
    assert!(not_approved.expect("the answer") < title.expect("the title"), "{answer}");
    assert!(answer.starts_with("34 hits: 25 in treatments, 4 in the background"), "{answer}");
    let first = answer.lines().nth(2).expect("a first hit");
    assert!(first.contains(": Not approved"), "{first}");
}

#[test]
fn whole_words_come_before_parts_of_longer_ones() {
    let hits = hits("live");
    let treatments: Vec<&Value> = hits.iter().filter(|hit| hit["kind"] == "treatment").collect();
    let whole = |hit: &&Value| {
        let statement = &hit["statement"];
        let texts = [&hit["place"], &hit["text"], &statement["plain"], &statement["look_in"]];
        let texts = texts.into_iter().filter_map(Value::as_str);
        let words = texts.flat_map(|text| text.split(|it: char| !it.is_alphanumeric()));
        words.map(str::to_lowercase).any(|word| word == "live" || word == "lives")
    };
    let liver = treatments.iter().position(|hit| !whole(hit)).expect("live in liver");
    assert!(liver > 3 && treatments[..liver].iter().all(whole));
    assert!(!treatments[liver..].iter().any(whole));
    assert_eq!(hits[0]["text"], "Avoid use with live vaccines.");
    // Still inside longer words, but last.
    assert!(
        treatments[liver..]
            .iter()
            .any(|hit| hit["place"].as_str().is_some_and(|it| it.ends_with("Liver impairment")))
    );
}

#[test]
fn words_that_tell_nothing_are_left_out_and_named() {
    for (question, words, count) in [
        ("what is the dose of litfulo", "dose litfulo", "19 hits. Left out: what, is, the, of."),
        (
            "what if I miss a dose of olumiant",
            "miss dose olumiant",
            "2 hits. Left out: what, if, i, a, of.",
        ),
        ("what vaccines can I have", "vaccines", "16 hits. Left out: what, can, i, have."),
        (
            "is it safe in pregnancy",
            "pregnancy",
            "26 hits: 20 in treatments, 6 among the sources. A further word leaves fewer. \
             Left out: is, it, safe, in.",
        ),
    ] {
        let (asked, short) = (answer(question), answer(words));
        let (first, found) = asked.split_once('\n').expect("a first line");
        assert_eq!(first, count, "{question}");
        assert_eq!(Some(found), short.split_once('\n').map(|(_, found)| found), "{question}");
    }
    let json = parsed("what is the dose of litfulo");
    assert_eq!(json["words"], json!(["dose", "litfulo"]));
    assert_eq!(json["left_out"], json!(["what", "is", "the", "of"]));
    // Where no word tells more, all of them are sought.
    assert_eq!(parsed("how much")["left_out"], json!([]));
    assert_eq!(parsed("opzelura not approved")["left_out"], json!([]));
}

#[test]
fn a_plural_finds_the_singular() {
    let texts = |words: &str| {
        let mut texts = fields(&hits(words), "text");
        texts.sort();
        texts
    };
    assert_eq!(texts("olumiant live vaccine"), texts("olumiant live vaccines"));
}

#[test]
fn figures_say_how_weak_their_source_is_and_keep_their_notes() {
    let figure = "
Olumiant (baricitinib) › Regrowth in trials: SALT score 20 or less: 42 of 100 on 4 mg (placebo 5 of 100), week 36, BRAVE-AA-PEDS, people 12 to under 18 years with severe alopecia areata. (secondary source) Company figures, the placebo figure from a digest of the release; the label text read is for adults only. [2, 3]
";
    let found = answer("BRAVE-AA-PEDS");
    assert!(found.contains(figure), "{found}");
    let hits = hits("BRAVE-AA-PEDS");
    let is_figure = |hit: &&Value| hit["text"].as_str().is_some_and(|it| it.contains("42 of 100"));
    assert_eq!(hits.iter().find(is_figure).expect("the figure")["weakness"], "secondary");
    for hit in hits.iter().filter(|hit| !hit["statement"]["text"].is_null()) {
        assert_eq!(hit["weakness"], hit["statement"]["weakness"], "{hit}");
    }
    let csv = line("search BRAVE-AA-PEDS --format csv").stdout();
    let figure = csv.lines().find(|row| row.contains("42 of 100")).expect("the figure");
    assert!(figure.ends_with(",secondary"), "{figure}");
}

#[test]
fn a_name_that_is_misspelled_is_suggested_and_never_answered_for() {
    let answer = line("search what is the dose of olumient").ends(1, "");
    let expected = "\
Nothing recorded here contains all of these words: dose, olumient. Left out: what, is, the, of.
That is no all-clear and says nothing about the medicine: look in the label, or ask a pharmacist.
Did you mean olumiant (baricitinib)?
Not found anywhere: olumient.
This word does occur: dose.
jakref search dose
";
    assert_eq!(answer, expected.to_owned() + COLOPHON);
    let json = parsed("dose olumient");
    assert_eq!(json["did_you_mean"], json!(["olumiant (baricitinib)"]));
    assert_eq!(json["words_found"][1], json!({"word": "olumient", "texts": 0}));
    assert_eq!(json["hits"], json!([]));
    assert_eq!(parsed("dose olumiant")["did_you_mean"], json!([]));
}

#[test]
fn the_clinic_is_found() {
    let telephone = "\
1 hit
SOMA Skin & Laser (clinic): jakref clinic
SOMA Skin & Laser (clinic): Telephone: 973-763-7546 [1]
";
    for words in ["clinic phone", "clinic telephone", "973", "clinic phone number", "soma phone"] {
        let answer = answer(words).replace("Telephone (Phone number):", "Telephone:");
        assert_eq!(answer, telephone, "{words}");
    }
    let clinic = "
SOMA Skin & Laser (clinic): jakref clinic
SOMA Skin & Laser (clinic): Telephone: 973-763-7546 [1]
SOMA Skin & Laser (clinic): Website: https://somalaser.com [1]
SOMA Skin & Laser (clinic): Call about: An alopecia areata consultation. [2]
SOMA Skin & Laser (clinic): Address: [? not recorded yet] No street address and no town was read: the article gives none, and of the website only part of one page was read. Open the clinic's website, somalaser.com. [2, 1]
";
    for words in ["clinic", "soma"] {
        let answer = answer(words);
        let (count, hits) = answer.split_at(answer.find('\n').expect("a line"));
        assert!(hits.starts_with(clinic), "{count}{hits}");
    }
    for words in ["phone", "telephone"] {
        assert_eq!(hits(words)[0]["text"], "973-763-7546", "{words}");
    }
    let hit = &hits("clinic phone")[0];
    assert_eq!(hit["kind"], "clinic");
    assert_eq!(hit["place"], "SOMA Skin & Laser (clinic) › Telephone");
    assert_eq!(hit["command"], "jakref clinic");
    assert_eq!(hit["statement"]["text"], Value::Null);
    // A word of its name is no question about the clinic.
    assert_eq!(hits("skin")[0]["kind"], "treatment");
}

#[test]
fn plain_words_are_shown_where_only_they_hold_the_word() {
    let clots = "
Litfulo (ritlecitinib) › Other warnings: jakref show litfulo safety.warnings
Litfulo (ritlecitinib) › Other warnings: 5.5 Thromboembolic events: pulmonary embolism and retinal artery occlusion were reported in trials. [2 §5.5]
Litfulo (ritlecitinib) › Other warnings: In plain words: Blood clots: a clot in the lungs and a blocked artery in the eye were reported in trials. [2 §5.5]
";
    let found = answer("litfulo clots");
    assert!(found.contains(clots), "{found}");
    let found = answer("litfulo thromboembolic");
    assert!(!found.contains("In plain words"), "{found}");
    let csv = line("search litfulo clots --format csv").stdout();
    let (header, rows) = csv.split_once('\n').expect("a header");
    assert!(header.ends_with(",overdue,kind,called,plain,look_in,weakness"), "{header}");
    assert!(rows.lines().all(|row| row.to_lowercase().contains("clot")), "{csv}");
}

#[test]
fn an_adverse_reaction_is_found_by_its_plain_name() {
    for treatment in ["olumiant", "litfulo", "leqselvi", "opzelura"] {
        let json = line(&format!("evidence {treatment} --json")).stdout();
        let evidence: Value = serde_json::from_str(&json).expect("JSON");
        for table in evidence["treatments"][0]["reactions"].as_array().expect("tables") {
            for (term, plain) in table["terms_plain"].as_object().expect("names") {
                let plain = plain.as_str().expect("a name").replace(',', "");
                let texts = fields(&hits(&format!("{treatment} {plain}")), "text");
                assert!(texts.iter().any(|text| text.contains(term)), "{treatment}: {plain}");
            }
        }
    }
}

#[test]
fn every_hit_shows_every_word() {
    for search in SEARCHES {
        let words = search.to_lowercase();
        let mut item = String::new();
        let (mut items, mut commands) = (0, 0);
        let check = |item: &str| {
            let shown = item.to_lowercase();
            let singular = |word: &str| word.strip_suffix('s').unwrap_or(word).to_owned();
            let missing = words.split(' ').find(|word| !shown.contains(&singular(word)));
            assert!(item.is_empty() || missing.is_none(), "{search}: {missing:?} in {shown}");
        };
        for line in answer(search).lines().skip(1) {
            if line.contains(": In plain words: ") || line.contains("? In plain words: ") {
                item.push_str(line);
            } else if line.contains(": jakref ") || line.contains("? jakref ") {
                commands += 1;
            } else {
                check(&item);
                line.clone_into(&mut item);
                items += 1;
            }
        }
        check(&item);
        assert_eq!(items, hits(search).len(), "{search}");
        assert!(commands > 0 && commands <= items, "{search}");
    }
}

#[test]
fn every_command_opens_its_hit() {
    let mut shown = BTreeMap::new();
    for hit in SEARCHES.iter().flat_map(|search| hits(search)) {
        let command = hit["command"].as_str().expect("a command").to_owned();
        let arguments = command.strip_prefix("jakref ").expect("jakref").to_owned();
        let shown = shown.entry(command.clone()).or_insert_with(|| line(&arguments).stdout());
        let text = hit["text"].as_str().expect("text");
        // Outcomes and adverse reactions are drawn with more between their words.
        let figure = hit["kind"] == "treatment" && hit["statement"]["sources"] == json!([]);
        let begin = text.split(". ").next().unwrap_or_default();
        assert!(figure || shown.contains(begin), "{command}: {begin}");
    }
}

#[test]
fn the_number_of_hits_comes_first_in_every_format_for_people() {
    for format in ["plain", "table", "markdown"] {
        for (words, count) in
            [("973", "1 hit"), ("usual dose litfulo", "2 hits"), ("olumiant live", "")]
        {
            let text = line(&format!("search {words} --format {format}")).stdout();
            let first = text.lines().next().expect("a line");
            assert!(if count.is_empty() { first.contains(" hits") } else { first == count });
        }
    }
    let many = answer("clinic").lines().next().map(str::to_owned);
    let kinds = "46 hits: 16 in treatments, 6 in the background, 4 on the clinic, \
                 1 in the glossary, 19 among the sources. A further word leaves fewer.";
    assert_eq!(many.as_deref(), Some(kinds));
    assert_eq!(hits("clinic").len(), 46);
}

#[test]
fn markdown_says_the_same() {
    let expected = "\
1 hit

### SOMA Skin & Laser (clinic)

jakref clinic

- Telephone: **973-763-7546** \\[1\\]

## Sources
";
    let markdown = line("search 973 --format markdown").stdout();
    assert!(markdown.starts_with(&expected.replace('&', "&amp;")), "{markdown}");
}

#[test]
fn nothing_found_is_a_negative_answer_and_no_all_clear() {
    let ends = |words: &str| line(&format!("search {words}")).ends(1, "");
    assert_eq!(ends("xylophone"), NOTHING.to_owned() + COLOPHON);
    assert_eq!(ends("insurance for live vaccine on Olumiant?"), LEADS_ON.to_owned() + COLOPHON);
    assert_eq!(
        ends("can I take Litfulo with minoxidil"),
        APART.replace("{texts}", &hits("litfulo").len().to_string()) + COLOPHON
    );
    assert_eq!(ends("olumiant warfarin"), ONE.to_owned() + COLOPHON);
    assert_eq!(ends("-q xylophone"), "");
    assert_eq!(line("search -q lactose").ends(0, ""), "");
    let blank = jakref(["search", " "]).ends(1, "");
    assert!(blank.starts_with("No word was given to look for.\n"), "{blank}");
}

#[test]
fn the_search_that_is_offered_finds_something() {
    for question in [
        "can I get a live vaccine on Olumiant, xylophone?",
        "can I take litfulo with minoxidil",
        "olumiant xylophone",
        "what is the usual dose of litfulo and zzz",
        "olumiant litfulo clots zzz",
    ] {
        let json = parsed(question);
        assert_eq!(json["hits"].as_array().map(Vec::len), Some(0), "{question}");
        assert_eq!(json["sources"].as_array().map(Vec::len), Some(0), "{question}");
        let together: Vec<&str> = json["words_together"]
            .as_array()
            .expect("words")
            .iter()
            .filter_map(Value::as_str)
            .collect();
        assert!(!together.is_empty(), "{question}");
        let answer = line(&format!("search {question}")).ends(1, "");
        let offered = format!("\njakref search {}\n", together.join(" "));
        assert!(answer.contains(&offered), "{answer}");
        assert!(!hits(&together.join(" ")).is_empty(), "{question}");
    }
    assert_eq!(parsed("live vaccine")["words_together"], json!([]));
    // Whole words lead on rather than parts of longer ones, but any two rather than one.
    for (words, together) in [
        ("litfulo coverag lactose", json!(["litfulo", "lactose"])),
        ("minoxidil litful coverag", json!(["litful", "coverag"])),
    ] {
        assert_eq!(parsed(words)["words_together"], together, "{words}");
    }
    // Nothing is offered that a shell would take for something else.
    let answer = jakref(["search", "zzz", "clinic's"]).ends(1, "");
    assert!(answer.contains("This word does occur: clinic's.\njakref dataset "), "{answer}");
}

const NOTHING: &str = "\
Nothing recorded here contains this word: xylophone
That is no all-clear and says nothing about the medicine: look in the label, or ask a pharmacist.
Part of a word, or another word for it, may find more.
";

const LEADS_ON: &str = "\
Nothing recorded here contains all of these words: insurance, live, vaccine, olumiant. Left out: for, on.
That is no all-clear and says nothing about the medicine: look in the label, or ask a pharmacist.
These words do occur together: live, vaccine, olumiant.
jakref search live vaccine olumiant
";

const APART: &str = "\
Nothing recorded here contains all of these words: litfulo, minoxidil. Left out: can, i, take, with.
That is no all-clear and says nothing about the medicine: look in the label, or ask a pharmacist.
Each of these occurs, but not together: litfulo ({texts}), minoxidil (1).
jakref search minoxidil
";

const ONE: &str = "\
Nothing recorded here contains all of these words: olumiant, warfarin
That is no all-clear and says nothing about the medicine: look in the label, or ask a pharmacist.
Not found anywhere: warfarin.
This word does occur: olumiant.
jakref search olumiant
";

const COLOPHON: &str = "\
jakref dataset 2026.11.25, sources read 2026-11-23, next review due 2027-02-21, not clinically reviewed.
A reference, not advice: it ranks nothing and recommends nothing. Check the current label, and decide with a clinician.
";
