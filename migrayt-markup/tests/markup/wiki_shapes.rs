//! What single texts in wiki markup are read as, shown as HTML. All texts are synthetic.

use migrayt_core::richtext::{Block, Document, Inline, Link, Marks, StatusColor};
use migrayt_markup::{html, wiki};

#[track_caller]
fn check(text: &str, expected: &str) {
    assert_eq!(html::write(&wiki::read(text).document).value, expected);
}

const RED: &str = "<span style=\"color:#ff0000\">";

#[test]
fn an_escaped_brace_ends_no_macro() {
    check("{color:red}a \\{color} b{color} c", &format!("<p>{RED}a {{color}} b</span> c</p>"));
    check("{quote}a \\{quote} b{quote}", "<blockquote><p>a {quote} b</p></blockquote>");
    check("{color:red}a\\\\{color} b", &format!("<p>{RED}a</span><br>b</p>"));
    // In code, a backslash is one.
    check("{noformat}C:\\{noformat} b", "<pre><code>C:\\</code></pre><p>b</p>");
    check("{code:none}C:\\{code} b", "<pre><code>C:\\</code></pre><p>b</p>");
}

#[test]
fn an_escaped_sign_swallows_no_bar_of_a_table() {
    let row = |a, b| {
        format!("<table border=\"1\"><tbody><tr><td>{a}</td><td>{b}</td></tr></tbody></table>")
    };
    check("|\\[a|b]|", &row("[a", "b]"));
    check("|\\!a|b!|", &row("!a", "b!"));
    check("|\\{color:red}a|b{color}|", &row("{color:red}a", "b"));
    check("|[a|https://a.example]|b|", &row("<a href=\"https://a.example\">a</a>", "b"));
    check("|a\\\\[b|https://a.example]|c|", &row("a<br><a href=\"https://a.example\">b</a>", "c"));
}

#[test]
fn a_macro_stands_right_behind_an_escaped_brace() {
    check("\\{{color:red}a{color}\\}", &format!("<p>{{{RED}a</span>}}</p>"));
    check("\\{{quote}a{quote}", "<p>{</p><blockquote><p>a</p></blockquote>");
    check("{{color:red}a", "<p>{{color:red}a</p>");
    let status = Inline::Status { text: "b".into(), color: StatusColor::Red };
    let document = Document::from(vec![Block::Paragraph(vec![Inline::plain("{"), status])]);
    let written = wiki::write(&document);
    assert!(written.losses.is_empty() && wiki::read(&written.value).document == document);
}

#[test]
fn a_link_with_spaces_around_its_address_shows_it_whole() {
    check(
        "a [ https://a.example/bc ] d",
        "<p>a <a href=\"https://a.example/bc\">https://a.example/bc</a> d</p>",
    );
}

#[test]
fn a_person_is_called_as_the_link_says() {
    check("hi [Ann *Lee*|~ann]!", "<p>hi <span data-mention=\"ann\">@Ann Lee</span>!</p>");
    check("hi [~ann]!", "<p>hi <span data-mention=\"ann\">@ann</span>!</p>");
}

#[test]
fn a_space_at_the_beginning_of_a_mark_stays_one() {
    check("from{color:red} a{color}", &format!("<p>from{RED} a</span></p>"));
    check("{color:red} a{color}", &format!("<p>{RED}a</span></p>"));
    check("a\n{color:red}\nb\n{color}\nc", &format!("<p>a<br>{RED}b</span><br>c</p>"));
    check("a{color:red}\nb\n{color}c", &format!("<p>a{RED} b </span>c</p>"));
}

#[test]
fn a_list_in_a_colour_has_none_and_that_is_a_loss() {
    let text = "{color:red}b\n* a{color}";
    check(text, &format!("<p>{RED}b</span></p><ul><li>a</li></ul>"));
    let losses = wiki::read(text).losses;
    assert_eq!(losses.iter().map(|loss| loss.kind.code()).collect::<Vec<_>>(), ["appearance"]);
    assert_eq!(wiki::read("{color:red}a\n\nb{color}").losses, []);
}

#[test]
fn what_is_not_written_is_a_loss() {
    let losses = |block| {
        let losses = wiki::write(&Document::from(vec![block])).losses;
        losses.iter().map(|loss| loss.kind.code()).collect::<Vec<_>>()
    };
    let code = |language: &str| Block::Code { language: Some(language.into()), text: "a".into() };
    assert_eq!(losses(code("rust")), [""; 0]);
    assert_eq!(losses(code("visual basic")), ["appearance"]);
    let link = |href| {
        let marks = Marks::default().linked(Link::to(href));
        Block::Paragraph(vec![Inline::marked("a", marks)])
    };
    assert_eq!(losses(link("javascript:x()")), ["unsafe_link"]);
    assert_eq!(losses(link("/wiki/7")), ["link_not_carried"]);
}
