//! What Markdown looks like that is written, and dialects that are read. All texts are synthetic.

use migrayt_core::richtext::{
    Block, Cell, Document, Inline, ItemReference, Link, Mark, Marks, Media, MediaOrigin, Mention,
    PanelKind, Row, StatusColor, Table, TaskItem,
};
use migrayt_markup::{html, markdown};
use time::macros::date;

const GUID: &str = "0a1b2c3d-0000-4000-8000-00000000000f";

#[track_caller]
fn check(blocks: Vec<Block>, expected: &str) {
    assert_eq!(markdown::write(&Document::from(blocks)).value, expected);
}

#[track_caller]
fn check_line(line: Vec<Inline>, expected: &str) {
    check(vec![Block::Paragraph(line)], expected);
}

#[track_caller]
fn lost(line: Vec<Inline>, code: &str) {
    let losses = markdown::write(&Document::from(vec![Block::Paragraph(line)])).losses;
    assert_eq!(losses.iter().map(|loss| loss.kind.code()).collect::<Vec<_>>(), [code]);
}

fn strong(text: &str) -> Inline {
    Inline::marked(text, Marks::of(Mark::Strong))
}

fn picture() -> Media {
    Media {
        origin: MediaOrigin::External("https://a.example/b.png".into()),
        alt: "shot".into(),
        width: Some(300),
        height: None,
        link: None,
        caption: Vec::new(),
        details: None,
    }
}

#[test]
fn only_what_would_mean_something_is_escaped() {
    for text in [
        "snake_case R&D 5 * 3 a < b [Shop] 1.5 C# x! #tag a-b 50% ~10 \"q\" (c) key: value; C:\\Users",
        "e-mail a@b.example, 12:30, {x}, $5, x|y, a > b, 2) b",
    ] {
        check(vec![Block::plain(text)], text);
    }
    for (text, written) in [
        ("*a*", "\\*a\\*"),
        ("- a", "\\- a"),
        ("1. a", "1\\. a"),
        ("# a", "\\# a"),
        ("> a", "\\> a"),
        ("[a](b)", "\\[a\\](b)"),
        ("<b>", "\\<b>"),
        ("&amp;", "\\&amp;"),
        ("see #12", "see \\#12"),
        ("`a`", "\\`a\\`"),
        (":tada:", "\\:tada:"),
        ("a\\*", "a\\\\\\*"),
        ("https://a.example/_x_y", "<https://a.example/_x_y>"),
    ] {
        check(vec![Block::plain(text)], written);
    }
}

#[test]
fn marks_are_marks_and_where_they_would_not_be_seen_tags() {
    check_line(vec![Inline::plain("a "), strong("b "), Inline::plain("c")], "a **b** c");
    check_line(vec![Inline::plain("a"), strong("b"), Inline::plain("c")], "a**b**c");
    check_line(
        vec![Inline::plain("a"), strong("(b)"), Inline::plain("c")],
        "a<strong>(b)</strong>c",
    );
    let emphasis = Inline::marked("b", Marks::of(Mark::Emphasis));
    check_line(vec![emphasis.clone()], "_b_");
    check_line(vec![Inline::plain("a"), emphasis], "a<em>b</em>");
    let under = Inline::marked("b", Marks::of(Mark::Underline));
    check_line(vec![under, Inline::Break, Inline::plain("- c")], "<u>b</u>\\\n\\- c");
    let link = Marks::default().linked(Link::to("https://a.example/c (d)"));
    check_line(vec![Inline::marked("b]", link)], "[b\\]](<https://a.example/c (d)>)");
    let code = |text| Inline::marked(text, Marks::of(Mark::Code));
    check_line(vec![code("a`b"), Inline::plain(" "), code("`")], "``a`b`` `` ` ``");
    let mut red = Marks::default();
    red.color = Some([255, 0, 16]);
    check_line(vec![Inline::marked("b", red)], "<span style=\"color:#ff0010\">b</span>");
}

#[test]
fn identities_are_written_in_the_dialect() {
    let mention =
        |resolved| Inline::Mention(Mention { person: GUID.into(), name: "Ann".into(), resolved });
    check_line(vec![mention(true)], &format!("@<{GUID}>"));
    check_line(vec![mention(false)], "@Ann");
    lost(vec![mention(false)], "mention_as_text");
    let item = |text: &str| {
        Inline::Item(ItemReference { item: "17".into(), text: text.into(), href: None })
    };
    check_line(vec![Inline::plain("see "), item("#17"), Inline::plain(".")], "see #17.");
    check_line(vec![item("SHOP-17")], "SHOP-17");
    lost(vec![item("SHOP-17")], "item_as_text");
    check_line(vec![Inline::Media(picture())], "![shot](https://a.example/b.png =300x)");
    let pending = Media { origin: MediaOrigin::Named("b.png".into()), ..picture() };
    check_line(vec![Inline::plain("a"), Inline::Media(pending.clone())], "a shot");
    lost(vec![Inline::Media(pending)], "image_pending");
    let status = Inline::Status { text: "NEW".into(), color: StatusColor::Red };
    check_line(vec![status.clone()], "**NEW**");
    lost(vec![status], "status_as_text");
    check_line(vec![Inline::Date(date!(2024 - 01 - 31))], "2024-01-31");
    lost(vec![Inline::Date(date!(2024 - 01 - 31))], "date_as_text");
}

#[test]
fn blocks_stand_apart_and_lists_do_not_join() {
    let list = |word: &str| Block::BulletList(vec![vec![Block::plain(word)].into()]);
    check(vec![list("a"), list("b"), list("c")], "- a\n\n* b\n\n- c");
    let nested = Block::BulletList(vec![vec![Block::plain("a"), list("b")].into()]);
    check(vec![nested, Block::plain("c")], "- a\n  - b\n\nc");
    let numbers = Block::OrderedList {
        start: 9,
        items: vec![
            vec![Block::plain("a"), Block::plain("b")].into(),
            vec![Block::plain("c")].into(),
        ],
    };
    check(vec![numbers], "9. a\n\n   b\n\n10. c");
    let quote = |word: &str| Block::Quote(vec![Block::plain(word)]);
    check(vec![quote("a"), quote("b"), Block::Rule], "> a\n\n> b\n\n---");
    let panel =
        Block::Panel { kind: PanelKind::Warning, blocks: vec![Block::plain("a"), list("b")] };
    check(vec![panel], "> [!WARNING]\n> a\n>\n> - b");
    let task = |done, children| TaskItem {
        done,
        inlines: vec![Inline::plain("a")],
        children,
        details: None,
    };
    check(
        vec![Block::TaskList(vec![task(true, vec![task(false, Vec::new())])])],
        "- [x] a\n  - [ ] a",
    );
    let code = Block::Code { language: Some("md".into()), text: "```\na\n````\n".into() };
    check(vec![code], "`````md\n```\na\n````\n`````");
    let expand = Block::Expand { title: "a < b".into(), blocks: vec![list("c")] };
    check(vec![expand], "<details>\n<summary>a &lt; b</summary>\n\n- c\n\n</details>");
}

#[test]
fn a_table_has_bars_unless_they_cannot_hold_it() {
    let cell = |heading, text: &str| Cell::new(heading, vec![Block::plain(text)]);
    let head = Row::from(vec![cell(true, "a|b"), cell(true, "c")]);
    let body = Row::from(vec![cell(false, "d"), Cell::new(false, Vec::new())]);
    let bars = Table::from(vec![head, body]);
    check(vec![Block::Table(bars.clone())], "| a\\|b | c |\n| --- | --- |\n| d | |");
    let mut wide = bars;
    wide.rows[1].cells = vec![Cell { columns: 2, ..cell(false, "d") }];
    check(
        vec![Block::Table(wide)],
        "<table>\n<tr>\n<th>\n\na|b\n\n</th>\n<th>\n\nc\n\n</th>\n</tr>\n<tr>\n\
         <td colspan=\"2\">\n\nd\n\n</td>\n</tr>\n</table>",
    );
}

#[test]
fn the_dialects_of_trackers_are_read() {
    for (text, as_html) in [
        ("> [!CAUTION]\n> a", "<div data-panel-type=error>a</div>"),
        (
            "![x](https://a.example/b.png =300x200)",
            "<img src=https://a.example/b.png alt=x width=300 height=200>",
        ),
        (
            "see https://a.example/b_c_d.",
            "see <a href=https://a.example/b_c_d>https://a.example/b_c_d</a>.",
        ),
        ("a :tada: b", "a \u{1f389} b"),
        ("`![x](u =1x1)` :nothing:", "<code>![x](u =1x1)</code> :nothing:"),
        ("| a |\n|---|\n| b<br>c |", "<table><tr><th>a<tr><td>b<br>c</table>"),
        (
            "- [ ] a ![](https://a.example/b.png)\n- [x] b",
            "<ul><li><input type=checkbox>a <img src=https://a.example/b.png><li><input type=checkbox checked>b</ul>",
        ),
        ("\\#12 \\:tada: https\\://a.example", "#12 :tada: https://a.example"),
    ] {
        assert!(markdown::read(text).document == html::read(as_html).document, "{text}");
    }
    let toc = markdown::read("[[_TOC_]]\n\n# a").document;
    assert!(matches!(toc.blocks[0], Block::Unknown(_)));
    assert_eq!(markdown::write(&toc).value, "[[_TOC_]]\n\n# a");
}

#[test]
fn a_link_that_no_reader_opens_is_settled_in_one_round() {
    let script = Link::to("javascript:x()/_workitems/edit/17");
    lost(vec![Inline::marked("a", Marks::default().linked(script))], "unsafe_link");
    for href in ["h ttp://b.example", "x-app:b", "/wiki/7"] {
        let marks = Marks::default().linked(Link::to(href));
        let line = vec![Inline::marked("https://a.example/", marks)];
        lost(line.clone(), "link_not_carried");
        check_line(line.clone(), "<https://a.example/>");
        let round = |document: &Document| markdown::read(&markdown::write(document).value).document;
        let once = round(&Document::from(vec![Block::Paragraph(line)]));
        assert!(round(&once) == once, "{href}");
    }
}
