//! Long texts that are made to be expensive.

/// Such a text, of at least so many bytes.
pub(crate) struct Hostile {
    pub(crate) name: &'static str,
    pub(crate) text: fn(usize) -> String,
}

pub(crate) const HTML: &[Hostile] = &[
    Hostile { name: "nested", text: |length| nested(length, "<div>x", "</div>") },
    Hostile { name: "nested lists", text: |length| nested(length, "<ul><li>x", "</li></ul>") },
    Hostile { name: "unclosed", text: |length| repeated(length, "<p><b><i>x <a href='//a.b'>") },
    Hostile { name: "unclosed marks", text: |length| repeated(length, "<b>x<p>") },
    Hostile {
        name: "giant table",
        text: |length| {
            let row = format!("<tr>{}</tr>", "<td>x <b>y</b></td>".repeat(20));
            format!("<table>{}</table>", repeated(length, &row))
        },
    },
    Hostile {
        name: "giant row",
        text: |length| format!("<table><tr>{}</table>", repeated(length, "<td rowspan=9>x")),
    },
];

pub(crate) const ADF: &[Hostile] = &[
    Hostile {
        name: "nested",
        text: |length| {
            let open = "{\"type\":\"bulletList\",\"content\":[{\"type\":\"listItem\",\"content\":[";
            let list = format!("{}{}", open.repeat(25), "]}]}".repeat(25));
            adf(length, &list)
        },
    },
    Hostile {
        name: "unclosed",
        text: |length| {
            let mut text = adf(length, "{\"type\":\"paragraph\",\"content\":[]}");
            text.truncate(text.len() - 2);
            text
        },
    },
    Hostile {
        name: "marks",
        text: |length| {
            let mark = "{\"type\":\"text\",\"text\":\"x\",\"marks\":[{\"type\":\"strong\"},\
                {\"type\":\"textColor\",\"attrs\":{\"color\":\"#ff0000\"}}]}";
            let line = format!("{}{mark}", format!("{mark},").repeat(1_000));
            adf(length, &format!("{{\"type\":\"paragraph\",\"content\":[{line}]}}"))
        },
    },
    Hostile {
        name: "giant table",
        text: |length| {
            let cell = "{\"type\":\"tableCell\",\"attrs\":{\"colspan\":2},\"content\":[\
                {\"type\":\"paragraph\",\"content\":[{\"type\":\"text\",\"text\":\"x\"}]}]}";
            let row = format!("{{\"type\":\"tableRow\",\"content\":[{cell},{cell},{cell}]}}");
            let rows = repeated(length, &format!("{row},"));
            let table = format!("{{\"type\":\"table\",\"content\":[{rows}{row}]}}");
            adf(0, &table)
        },
    },
];

pub(crate) const MARKDOWN: &[Hostile] = &[
    Hostile { name: "nested", text: |length| repeated(length, "> - x\n>   > - y\n>   >   1. z\n") },
    Hostile { name: "nested quotes", text: |length| repeated(length, &(">".repeat(100) + "x\n")) },
    Hostile { name: "unclosed", text: |length| repeated(length, "*a **b [c](d ~~e `f ![g ") },
    Hostile { name: "unclosed tags", text: |length| repeated(length, "<div>x\n\n<b>y ") },
    Hostile {
        name: "giant table",
        text: |length| {
            let row = "| x **y** ".repeat(10) + "|\n";
            format!("{row}{}|\n{}", "|---".repeat(10), repeated(length, &row))
        },
    },
];

pub(crate) const WIKI: &[Hostile] = &[
    Hostile {
        name: "nested macros",
        text: |length| repeated(length, "{quote}{panel}{color:red}x"),
    },
    Hostile {
        name: "nested lists",
        text: |length| repeated(length, &("*".repeat(20) + " x\n# y\n")),
    },
    Hostile {
        name: "unclosed",
        text: |length| repeated(length, "*a _b -c {color:red}d [e !f {{g "),
    },
    Hostile {
        name: "unclosed macros",
        text: |length| repeated(length, "{code:x}{noformat}{quote}\n"),
    },
    Hostile { name: "marks", text: |length| repeated(length, "*_a_* {+}b{+}[c|http://d.e]\n") },
    Hostile {
        name: "giant table",
        text: |length| repeated(length, &("||x".repeat(10) + "|| *y* [z|http://a.b]|\n")),
    },
];

fn adf(length: usize, block: &str) -> String {
    let blocks = repeated(length, &format!("{block},"));
    format!("{{\"version\":1,\"type\":\"doc\",\"content\":[{blocks}{block}]}}")
}

fn repeated(length: usize, piece: &str) -> String {
    piece.repeat(length / piece.len())
}

fn nested(length: usize, open: &str, close: &str) -> String {
    let many = length / (open.len() + close.len());
    open.repeat(many) + &close.repeat(many)
}
