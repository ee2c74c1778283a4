use serde_json::{Value, json};

use super::draw::Draw;
use super::sheet::Sheet;
use crate::sim::azure_devops::guid::guid;
use crate::sim::jira::User;

/// Invented people who work on the items, besides those of the sample.
const NAMES: [&str; 28] = [
    "Amara Okafor",
    "Bruno Keller",
    "Chiara Rinaldi",
    "Daichi Mori",
    "Elin Nyström",
    "Farid Haddad",
    "Greta Lindqvist",
    "Hana Kovač",
    "Igor Petrov",
    "Jonas Weiß",
    "Katarzyna Zielińska",
    "Lucía Fernández",
    "Mateus Carvalho",
    "Nadia Benali",
    "Oluwaseun Adeyemi",
    "Priya Raman",
    "Quentin Dubois",
    "Rosa Marín",
    "Søren Holm",
    "Tuuli Virtanen",
    "Uma Deshpande",
    "Vikram Shah",
    "Wanda Nowak",
    "Xavier Puig",
    "Yara Mansour",
    "Zoltán Szabó",
    "Siobhán O'Brien",
    "Anna-Lena Graf",
];

/// Who a person is.
#[derive(Clone)]
pub(super) struct Person {
    pub(super) name: &'static str,
    address: String,
}

impl Person {
    fn of(name: &'static str) -> Self {
        let plain: String = name.chars().map(plain).collect();
        Self { name, address: format!("{plain}@example.org") }
    }

    /// As text fields of people have it.
    pub(super) fn combined(&self) -> String {
        format!("{} <{}>", self.name, self.address)
    }

    /// As the REST API shows people.
    pub(super) fn reference(&self) -> Value {
        json!({"displayName": self.name, "uniqueName": self.address, "id": self.id()})
    }

    fn account(&self) -> String {
        format!("712020:{}", self.id())
    }

    /// The id in mentions.
    pub(super) fn id(&self) -> String {
        guid("person", &self.address)
    }
}

/// A letter of an address.
fn plain(letter: char) -> char {
    match letter {
        'A'..='Z' => letter.to_ascii_lowercase(),
        'a'..='z' => letter,
        'ö' | 'ø' => 'o',
        'č' => 'c',
        'ß' => 's',
        'ń' => 'n',
        'í' => 'i',
        'á' => 'a',
        _ => '.',
    }
}

pub(super) fn anyone(draw: &mut Draw) -> Person {
    Person::of(draw.word(&NAMES))
}

/// Puts other people in place of those of the sample.
pub(super) fn vary(sheet: &mut Sheet, draw: &mut Draw) {
    for field in ["System.CreatedBy", "System.ChangedBy"] {
        if draw.chance(700) {
            sheet.set(field, anyone(draw).combined());
        }
    }
    match draw.below(10) {
        0..=1 => drop(sheet.fields.remove("System.AssignedTo")),
        2..=7 => sheet.set("System.AssignedTo", anyone(draw).combined()),
        _ => {}
    }
}

/// The Jira account of the person with that address, alone or as `Name <address>`.
pub(super) fn known(person: &str) -> Option<String> {
    let address = person.rsplit('<').next().unwrap_or_default().trim_end_matches('>');
    let mut people = on_site().map(|(_, person)| person);
    people.find(|person| person.address == address).map(|person| person.account())
}

/// See [`super::users`].
pub(super) fn users() -> Vec<User> {
    on_site()
        .map(|(place, person)| User {
            account_id: person.account(),
            display_name: person.name.to_owned(),
            email: (place % 5 != 4).then_some(person.address),
            active: place % 11 != 10,
        })
        .collect()
}

/// Who of them has an account on a Jira site, by their place in the list.
fn on_site() -> impl Iterator<Item = (usize, Person)> {
    let everyone = NAMES.iter().enumerate().filter(|(place, _)| place % 7 != 6);
    everyone.map(|(place, name)| (place, Person::of(name)))
}
