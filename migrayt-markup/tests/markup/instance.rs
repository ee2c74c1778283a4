//! Random documents that follow Atlassian's schema, made from the schema itself: every node, mark,
//! attribute and odd corner that it allows.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use serde_json::{Map, Value, json};

use crate::schema::{SCHEMA, is_valid};

static DEFINITIONS: LazyLock<Value> = LazyLock::new(|| {
    let schema: Value = serde_json::from_str(SCHEMA).unwrap();
    schema["definitions"].clone()
});

/// Texts that mean something somewhere, and some that mean nothing.
const TEXTS: &[&str] = &[
    "",
    "a",
    " b c ",
    "\u{e4}\u{1f604}",
    "x\u{1}y",
    "one\r\ntwo",
    "\n",
    "\u{ffff}",
    "@Ann Bell",
    "DECIDED",
    "86400000",
    "1.5",
    "#FFAA00",
    "#00aaff",
    "red",
    "https://a.example/x?y=1&z=2",
    "https://a.example/browse/PROJ-12",
    "/relative",
    "mailto:ann@a.example",
    ":smile:",
    "00000000-0000-4000-8000-000000000001",
];

/// A document of this number.
pub(crate) fn instance(seed: u64) -> Value {
    let mut maker = Maker { chance: Chance::new(seed), left: 60 };
    maker.make(&DEFINITIONS["doc_node"], 0)
}

/// A cheap source of chance, by `SplitMix64`.
pub(crate) struct Chance(u64);

impl Chance {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed ^ 0x9e37_79b9_7f4a_7c15)
    }

    /// A number below the bound, which is above 0.
    pub(crate) fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        let bound = u64::try_from(bound).unwrap();
        usize::try_from((mixed ^ (mixed >> 31)) % bound).unwrap()
    }
}

/// Makes values from schemas.
struct Maker {
    chance: Chance,
    /// How many more nodes there should be.
    left: i32,
}

impl Maker {
    fn below(&mut self, bound: usize) -> usize {
        self.chance.below(bound)
    }

    fn one_in(&mut self, many: usize) -> bool {
        self.below(many) == 0
    }

    fn make(&mut self, schema: &Value, depth: usize) -> Value {
        let schema = resolved(schema);
        if let Some(choices) = schema["enum"].as_array() {
            return choices[self.below(choices.len())].clone();
        }
        if let Some(choices) = schema["anyOf"].as_array() {
            return self.choose(choices, depth);
        }
        match schema["type"].as_str() {
            Some("object") => self.object(&schema, depth),
            Some("array") => self.array(&schema, depth),
            Some("string") => self.string(&schema),
            Some("number") => self.number(&schema),
            Some("boolean") => Value::Bool(self.one_in(2)),
            _ => self.anything(2),
        }
    }

    /// One of the choices; deep down one that holds little.
    fn choose(&mut self, choices: &[Value], depth: usize) -> Value {
        let simple = |choice: &&Value| {
            let name = choice["$ref"].as_str().unwrap_or_default();
            ["paragraph_with_no", "text", "code_inline", "taskItem"]
                .iter()
                .any(|it| name.contains(it))
        };
        let few: Vec<&Value> = choices.iter().filter(simple).collect();
        if (depth > 14 || self.left < 0) && !few.is_empty() {
            let place = self.below(few.len());
            return self.make(few[place], depth);
        }
        let place = self.below(choices.len());
        self.make(&choices[place], depth)
    }

    fn object(&mut self, schema: &Value, depth: usize) -> Value {
        self.left -= 1;
        let required = schema["required"].as_array().cloned().unwrap_or_default();
        let mut made = Map::new();
        for (key, schema) in schema["properties"].as_object().into_iter().flatten() {
            let rarely = key != "content" && key != "marks";
            if required.iter().any(|it| it == key)
                || self.one_in(if rarely { 2 } else { 3 })
                || key == "content" && !self.one_in(8)
            {
                made.insert(key.clone(), self.make(schema, depth + 1));
            }
        }
        if schema["additionalProperties"] == true && self.one_in(8) {
            made.insert("other".to_owned(), self.anything(2));
        }
        Value::Object(made)
    }

    fn array(&mut self, schema: &Value, depth: usize) -> Value {
        let bound = |key: &str| schema[key].as_u64().map(|it| usize::try_from(it).unwrap());
        let (least, most) =
            (bound("minItems").unwrap_or(0), bound("maxItems").unwrap_or(usize::MAX));
        let count = self.below(if self.left > 0 { 5 } else { 2 }).max(least).min(most);
        let items = (0..count).map(|index| match &schema["items"] {
            Value::Array(items) => match items.get(index) {
                Some(schema) => self.make(schema, depth + 1),
                None => self.anything(2),
            },
            Value::Null => self.anything(2),
            schema => self.make(schema, depth + 1),
        });
        Value::Array(items.collect())
    }

    fn string(&mut self, schema: &Value) -> Value {
        let text = match schema["pattern"].as_str() {
            Some(pattern) => {
                let digits = if pattern.contains("{8}") && self.one_in(2) { 8 } else { 6 };
                let digit = |_| char::from(b"0123456789abcdefABCDEF"[self.below(22)]);
                format!("#{}", (0..digits).map(digit).collect::<String>())
            }
            None => TEXTS[self.below(TEXTS.len())].to_owned(),
        };
        if text.is_empty() && schema["minLength"] == 1 { json!("x") } else { Value::String(text) }
    }

    fn number(&mut self, schema: &Value) -> Value {
        let numbers = [
            json!(0),
            json!(1),
            json!(2),
            json!(3),
            json!(6),
            json!(40),
            json!(1.5),
            json!(2.0),
            json!(100.0 / 3.0),
            json!(760),
            json!(-1),
            json!(1e30),
        ];
        let good = |number: &&Value| {
            let number = number.as_f64().unwrap();
            schema["minimum"].as_f64().is_none_or(|low| number >= low)
                && schema["maximum"].as_f64().is_none_or(|high| number <= high)
        };
        let numbers: Vec<&Value> = numbers.iter().filter(good).collect();
        numbers[self.below(numbers.len())].clone()
    }

    fn anything(&mut self, depth: usize) -> Value {
        match self.below(if depth == 0 { 4 } else { 6 }) {
            0 => Value::Null,
            1 => Value::Bool(true),
            2 => self.number(&Value::Null),
            3 => self.string(&Value::Null),
            4 => json!([self.anything(depth - 1)]),
            _ => json!({ "type": self.anything(depth - 1), "x": self.anything(depth - 1) }),
        }
    }
}

/// A schema without references and conjunctions; the later parts of one say more of properties.
fn resolved(schema: &Value) -> Value {
    if let Some(name) = schema["$ref"].as_str() {
        return resolved(&DEFINITIONS[name.trim_start_matches("#/definitions/")]);
    }
    let Some(parts) = schema["allOf"].as_array() else { return schema.clone() };
    let mut whole =
        json!({ "type": "object", "properties": {}, "required": [], "additionalProperties": true });
    let parts: Vec<Value> = parts.iter().map(resolved).collect();
    for part in &parts {
        for (key, value) in part["properties"].as_object().into_iter().flatten() {
            whole["properties"][key] = value.clone();
        }
        let required = part["required"].as_array().cloned().unwrap_or_default();
        whole["required"].as_array_mut().unwrap().extend(required);
        if part["additionalProperties"] == false {
            whole["additionalProperties"] = json!(false);
        }
    }
    // What one part does not know and does not let stand cannot stand.
    for part in parts.iter().filter(|part| part["additionalProperties"] == false) {
        let known = part["properties"].as_object().unwrap();
        whole["properties"].as_object_mut().unwrap().retain(|key, _| known.contains_key(key));
    }
    whole
}

#[test]
fn every_document_made_from_the_schema_follows_it() {
    for seed in 0..120 {
        let document = instance(seed);
        assert!(is_valid(&document), "{seed}: {document}");
    }
}

#[test]
fn every_node_mark_and_attribute_of_the_schema_is_made() {
    let mut expected = BTreeSet::new();
    for definition in DEFINITIONS.as_object().unwrap().values() {
        for kind in definition["properties"]["type"]["enum"].as_array().into_iter().flatten() {
            let kind = kind.as_str().unwrap();
            expected.insert(kind.to_owned());
            attributes(&definition["properties"]["attrs"], kind, &mut expected);
        }
    }
    let mut found = BTreeSet::new();
    for seed in 0..3_000 {
        collect(&instance(seed), &mut found);
    }
    let absent: Vec<_> = expected.difference(&found).collect();
    assert!(expected.len() > 150 && absent.is_empty(), "{} {absent:?}", expected.len());
}

fn attributes(schema: &Value, kind: &str, out: &mut BTreeSet<String>) {
    for schema in schema["anyOf"].as_array().into_iter().flatten() {
        attributes(schema, kind, out);
    }
    for key in schema["properties"].as_object().into_iter().flatten() {
        out.insert(format!("{kind}.{}", key.0));
    }
}

fn collect(node: &Value, out: &mut BTreeSet<String>) {
    let kind = node["type"].as_str().unwrap_or_default();
    out.insert(kind.to_owned());
    out.extend(
        node["attrs"].as_object().into_iter().flatten().map(|it| format!("{kind}.{}", it.0)),
    );
    for list in ["content", "marks"] {
        node[list].as_array().into_iter().flatten().for_each(|child| collect(child, out));
    }
}
