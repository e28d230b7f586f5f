//! The same for programs: the condition, the drugs and the clinics in the words of schema.org, as
//! JSON-LD in the head of a page. No value of an enumeration is used that the dataset does not say.

use maud::{Markup, PreEscaped, html};
use serde_json::{Value, json};

use super::super::clinic::dialed;
use crate::answer::column::Column;
use crate::answer::phrasing::sentence;
use crate::dataset::model::{Background, Clinic, Dataset, Statement, Status};

/// What a page is about, as HTML for its head.
pub fn linked_data(
    dataset: &Dataset,
    title: &str,
    condition: Option<&Background>,
    columns: &[Column<'_>],
    clinics: &[&Clinic],
) -> Markup {
    let mut graph = vec![page(dataset, title, condition, columns)];
    graph.extend(condition.map(|it| self::condition(it, columns)));
    graph.extend(by_treatment(columns).filter_map(|own| drug(dataset, own)));
    graph.extend(clinics.iter().map(|it| clinic(dataset, it)));
    let data = json!({ "@context": "https://schema.org", "@graph": graph });
    html! { script type="application/ld+json" { (PreEscaped(inert(&data))) } "\n" }
}

/// The same without what it does not say.
fn said_only(mut thing: Value) -> Value {
    if let Some(fields) = thing.as_object_mut() {
        fields.retain(|_, it| !it.is_null() && *it != json!([]) && *it != json!(""));
    }
    thing
}

/// JSON in which nothing can end the script that holds it.
fn inert(data: &Value) -> String {
    let mut out = String::new();
    for character in data.to_string().chars() {
        match character {
            '<' | '>' | '&' | '\u{2028}' | '\u{2029}' => {
                out += &format!("\\u{:04x}", u32::from(character));
            }
            _ => out.push(character),
        }
    }
    out
}

fn page(
    dataset: &Dataset,
    title: &str,
    condition: Option<&Background>,
    columns: &[Column<'_>],
) -> Value {
    let header = &dataset.header;
    let drugs: Vec<Value> =
        unique(columns).map(|it| json!({ "@id": drug_id(it.treatment.id.as_str()) })).collect();
    said_only(json!({
        "@type": "MedicalWebPage",
        "@id": "#page",
        "name": title,
        "inLanguage": "en",
        "isAccessibleForFree": true,
        "version": header.version.as_str(),
        "description": format!("{} {}", sentence(&header.disclaimer), sentence(&header.clinical_review)),
        "about": condition.map(|_| json!({ "@id": "#condition" })),
        "mentions": drugs,
    }))
}

/// The columns of each treatment, which stand together.
fn by_treatment<'c, 'a>(columns: &'c [Column<'a>]) -> impl Iterator<Item = &'c [Column<'a>]> {
    columns.chunk_by(|it, next| it.treatment.id == next.treatment.id)
}

/// Each treatment's first column.
fn unique<'c, 'a>(columns: &'c [Column<'a>]) -> impl Iterator<Item = &'c Column<'a>> {
    by_treatment(columns).filter_map(<[_]>::first)
}

fn drug_id(id: &str) -> String {
    format!("#drug-{id}")
}

fn condition(condition: &Background, columns: &[Column<'_>]) -> Value {
    let aliases: Vec<&str> = condition.aliases.iter().map(|it| it.as_str()).collect();
    let what = condition.sections.first().and_then(|it| it.statements.first());
    let what = what.and_then(|it| it.plain.as_ref().or(it.text.as_ref()));
    // What is not approved for it is no treatment of it here, whatever else is said.
    let approved = unique(columns).filter(|it| *it.indication.status == Status::Approved);
    let approved: Vec<Value> =
        approved.map(|it| json!({ "@id": drug_id(&it.treatment.id) })).collect();
    said_only(json!({
        "@type": "MedicalCondition",
        "@id": "#condition",
        "name": condition.name.as_str(),
        "alternateName": aliases,
        "description": what.map(|it| it.as_str()),
        "possibleTreatment": approved,
    }))
}

fn drug(dataset: &Dataset, own: &[Column<'_>]) -> Option<Value> {
    let Column { treatment, indication, .. } = own.first()?;
    let strength = |it: &str| json!({ "@type": "DrugStrength", "description": it });
    let strengths: Vec<Value> = treatment.strengths.iter().map(|it| strength(it)).collect();
    let status: Vec<Value> = own.iter().map(legal_status).collect();
    let maker = treatment.registrant.as_ref().unwrap_or(&treatment.maker);
    let first = dataset.topics.iter().filter(|it| it.first);
    let warnings = first.flat_map(|topic| indication.answers.to(topic));
    let warnings: Vec<&str> = warnings.filter_map(said).collect();
    Some(said_only(json!({
        "@type": "Drug",
        "@id": drug_id(&treatment.id),
        "name": treatment.brand.as_str(),
        "nonProprietaryName": treatment.generic.as_str(),
        "isProprietary": true,
        "manufacturer": { "@type": "Organization", "name": maker.as_str() },
        "availableStrength": strengths,
        "legalStatus": status,
        "warning": warnings.join(" "),
    })))
}

/// What a statement says in the label's terms, if it is no gap.
fn said(statement: &Statement) -> Option<&str> {
    statement.text.as_ref().filter(|_| statement.gap.is_none()).map(|it| it.as_str())
}

fn legal_status(column: &Column<'_>) -> Value {
    let regulator = column.regulator;
    let lead = match *column.indication.status {
        Status::Approved => &regulator.approved,
        Status::NotApproved => &regulator.not_approved,
        Status::Withdrawn => &regulator.withdrawn,
        Status::Reported => &regulator.reported,
    };
    json!({
        "@type": "DrugLegalStatus",
        "name": format!("{lead} for {}", column.condition.noun()),
        "applicableLocation": { "@type": "AdministrativeArea", "name": regulator.region.as_str() },
    })
}

fn clinic(dataset: &Dataset, clinic: &Clinic) -> Value {
    let phone = dialed(clinic, dataset).unwrap_or_else(|| clinic.phone.to_string());
    let address: Vec<&str> = clinic.address.iter().filter_map(said).collect();
    said_only(json!({
        "@type": "MedicalClinic",
        "@id": format!("#clinic-{}", clinic.id),
        "name": clinic.name.as_str(),
        "telephone": phone,
        "url": clinic.website.as_str(),
        "address": address.join(" "),
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_ends_the_script() {
        let data = json!({ "name": "</script><!-- & \u{2028}" });
        let text = inert(&data);
        assert!(!text.contains(['<', '>', '&', '\u{2028}']));
        assert_eq!(serde_json::from_str::<Value>(&text).ok(), Some(data));
    }
}
