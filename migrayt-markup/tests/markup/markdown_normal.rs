//! The normal form of a tree for Markdown: what a writer makes of a tree, said without the writer.
//!
//! - Boxes that only wrap others, details, empty paragraphs, headings, quotations, lists without
//!   items, tables without cells and code without text are left out.
//! - Spaces and line breaks in a text are one space, and none at a line's ends; a space keeps the
//!   marks that the characters on both sides of it share. Controls are left out.
//! - Code has no line breaks at its end. Line breaks at a paragraph's end are left out.
//! - Levels of headings are 1 to 6, numbers of items at most 999,999,999, spans those of HTML.
//! - Black text and white backgrounds are the page's own. A link is not underlined; superscript
//!   wins over subscript.
//! - Decisions are tasks. A panel of success is a tip.
//! - Mentions are unresolved and have no name, or are their text. Statuses are strong, dates,
//!   emojis and unknown nodes are text, references without a number are text, with an address
//!   links. Files without an address are their names, with spaces around them.
//! - An address that stands bare in a text leads to itself; a link to a work item is a reference.
//! - A group of files is one file a block; captions are paragraphs below.

use migrayt_core::richtext::{
    Block, Cell, Document, Format, Inline, ItemReference, Link, ListItem, Mark, Marks, Media,
    MediaOrigin, Mention, PanelKind, Row, Table, TaskItem, UnknownNode,
};

/// The normal form of a document.
pub(crate) fn normal(document: &Document) -> Document {
    Document::from(blocks(&document.blocks))
}

fn blocks(list: &[Block]) -> Vec<Block> {
    list.iter().flat_map(block).collect()
}

fn block(block: &Block) -> Vec<Block> {
    let one = |block| vec![block];
    match block {
        Block::Paragraph(inlines) => paragraph(inlines),
        Block::Heading { level, inlines } => {
            let inlines = line(inlines);
            let level = (*level).clamp(1, 6);
            if inlines.is_empty() { Vec::new() } else { one(Block::Heading { level, inlines }) }
        }
        Block::BulletList(items) => filled(items, Block::BulletList(self::items(items))),
        Block::OrderedList { start, items } => {
            let start = (*start).min(999_999_999);
            filled(items, Block::OrderedList { start, items: self::items(items) })
        }
        Block::TaskList(items) | Block::DecisionList(items) => {
            filled(items, Block::TaskList(tasks(items)))
        }
        Block::Quote(inner) => {
            let inner = blocks(inner);
            if inner.is_empty() { inner } else { one(Block::Quote(inner)) }
        }
        Block::Code { language, text } => {
            let language = language.clone().filter(|name| !name.is_empty());
            let text = visible(text.as_str());
            let text = text.trim_end_matches('\n');
            if text.is_empty() {
                Vec::new()
            } else {
                one(Block::Code { language, text: text.into() })
            }
        }
        Block::Panel { kind, blocks: inner } => {
            let kind = if *kind == PanelKind::Success { PanelKind::Tip } else { *kind };
            one(Block::Panel { kind, blocks: blocks(inner) })
        }
        Block::Expand { title, blocks: inner } => {
            let title = visible(title.as_str());
            let title = title.split_ascii_whitespace().collect::<Vec<_>>().join(" ");
            one(Block::Expand { title: title.into(), blocks: blocks(inner) })
        }
        Block::Rule => one(Block::Rule),
        Block::Table(table) => self::table(table),
        Block::Media(files) => files.iter().flat_map(file).collect(),
        Block::Section(inner) => blocks(inner),
        Block::Detailed { block, .. } => self::block(block),
        Block::Unknown(UnknownNode { format: Format::Markdown, .. }) => one(block.clone()),
        Block::Unknown(unknown) => paragraph(&[Inline::plain(unknown.text.as_str())]),
        other => panic!("{other:?}"),
    }
}

fn filled<T>(items: &[T], block: Block) -> Vec<Block> {
    if items.is_empty() { Vec::new() } else { vec![block] }
}

fn items(items: &[ListItem]) -> Vec<ListItem> {
    items.iter().map(|item| blocks(&item.blocks).into()).collect()
}

fn tasks(items: &[TaskItem]) -> Vec<TaskItem> {
    let task = |task: &TaskItem| TaskItem {
        done: task.done,
        inlines: without_blanks_between_files(line(&task.inlines)),
        children: tasks(&task.children),
        details: None,
    };
    items.iter().map(task).collect()
}

/// A task that holds nothing but files holds them one behind the other.
fn without_blanks_between_files(line: Vec<Inline>) -> Vec<Inline> {
    if is_media(&line) { files(line).map(Inline::Media).collect() } else { line }
}

fn table(table: &Table) -> Vec<Block> {
    if table.rows.iter().all(|row| row.cells.is_empty()) {
        return Vec::new();
    }
    let cell = |cell: &Cell| Cell {
        columns: cell.columns.clamp(1, 1_000),
        rows: cell.rows.clamp(1, 65_534),
        background: cell.background.filter(|color| *color != [255; 3]),
        ..Cell::new(cell.heading, blocks(&cell.blocks))
    };
    let row = |row: &Row| Row::from(row.cells.iter().map(cell).collect::<Vec<_>>());
    vec![Block::Table(table.rows.iter().map(row).collect::<Vec<_>>().into())]
}

fn file(file: &Media) -> Vec<Block> {
    let mut shown = file.clone();
    let caption = std::mem::take(&mut shown.caption);
    let mut out = paragraph(&[Inline::Media(shown)]);
    out.extend(paragraph(&caption));
    out
}

fn paragraph(inlines: &[Inline]) -> Vec<Block> {
    let line = line(inlines);
    if line.is_empty() {
        Vec::new()
    } else if is_media(&line) {
        files(line).map(|file| Block::Media(vec![file])).collect()
    } else {
        vec![Block::Paragraph(line)]
    }
}

fn is_media(line: &[Inline]) -> bool {
    line.iter().any(|it| matches!(it, Inline::Media(_)))
        && line.iter().all(|it| matches!(it, Inline::Media(_) | Inline::Break) || is_blank(it))
}

fn files(line: Vec<Inline>) -> impl Iterator<Item = Media> {
    line.into_iter().filter_map(|it| if let Inline::Media(file) = it { Some(file) } else { None })
}

fn is_blank(inline: &Inline) -> bool {
    matches!(inline, Inline::Text { text, .. } if text.as_str().chars().all(char::is_whitespace))
}

/// A character with its marks, a break, or a piece that is no text.
#[derive(Clone, Debug, PartialEq)]
enum Unit {
    Character(char, Marks),
    Break,
    Whole(Inline),
}

fn line(inlines: &[Inline]) -> Vec<Inline> {
    let mut units = Vec::new();
    for inline in inlines {
        self::units(inline, &mut units);
    }
    let mut out = references(joined(settled(&words_of_joined_references(&units))));
    while out.last() == Some(&Inline::Break) {
        out.pop();
    }
    if out.iter().all(|it| is_blank(it) || *it == Inline::Break) { Vec::new() } else { out }
}

fn units(inline: &Inline, out: &mut Vec<Unit>) {
    let mut text = |text: &str, marks: &Marks| {
        for (part, is_address) in parted(&visible(text)) {
            let link = is_address && marks.link.is_none() && !marks.has(Mark::Code);
            let linked = if link {
                self::marks(&marks.clone().linked(Link::to(part.as_str())))
            } else {
                marks.clone()
            };
            out.extend(part.chars().map(|c| Unit::Character(c, linked.clone())));
        }
    };
    let plain = Marks::default();
    match inline {
        Inline::Text { text: words, marks } => text(words.as_str(), &self::marks(marks)),
        Inline::Break => out.push(Unit::Break),
        Inline::Mention(Mention { person, resolved: true, .. }) if person.as_str().len() == 36 => {
            out.push(Unit::Whole(Inline::Mention(Mention {
                person: person.clone(),
                name: "".into(),
                resolved: false,
            })));
        }
        Inline::Mention(mention) => {
            let name = mention.name.as_str();
            let name = if name.is_empty() { mention.person.as_str() } else { name };
            text(&format!("@{name}"), &plain);
        }
        Inline::Item(reference) if leads_to_item(reference) => {
            let words = visible(reference.text.as_str());
            let words = words.split_ascii_whitespace().collect::<Vec<_>>().join(" ");
            if !words.is_empty() {
                let text = words.into();
                out.push(Unit::Whole(Inline::Item(ItemReference { text, ..reference.clone() })));
            }
        }
        Inline::Item(ItemReference { text: words, href: Some(href), .. }) => {
            text(words.as_str(), &plain.linked(Link::to(href.as_str())));
        }
        Inline::Item(reference) if reference.text.as_str() == format!("#{}", reference.item) => {
            out.push(Unit::Whole(inline.clone()));
        }
        Inline::Item(reference) => text(reference.text.as_str(), &plain),
        Inline::Media(media) => {
            if matches!(media.origin, MediaOrigin::External(_)) {
                out.push(Unit::Whole(Inline::Media(Media {
                    caption: Vec::new(),
                    ..media.clone()
                })));
            } else {
                let alt = Some(media.alt.as_str().trim()).filter(|alt| !alt.is_empty());
                text(&format!(" {} ", alt.unwrap_or("attachment")), &plain);
            }
            if !media.caption.is_empty() {
                out.push(Unit::Character(' ', Marks::default()));
                media.caption.iter().for_each(|inline| units(inline, out));
                out.push(Unit::Character(' ', Marks::default()));
            }
        }
        Inline::Status { text: words, .. } => text(words.as_str(), &Marks::of(Mark::Strong)),
        Inline::Date(date) => text(&date.to_string(), &plain),
        Inline::Emoji { text: character, .. } => text(character.as_str(), &plain),
        Inline::Detailed { inline, .. } => units(inline, out),
        Inline::Unknown(unknown) => text(unknown.text.as_str(), &plain),
        other => panic!("{other:?}"),
    }
}

/// The text parted at addresses that stand bare.
fn parted(text: &str) -> Vec<(String, bool)> {
    let chars: Vec<char> = text.chars().collect();
    let mut out = vec![(String::new(), false)];
    let mut at = 0;
    while at < chars.len() {
        let rest: String = chars[at..].iter().collect();
        let starts =
            ["http://", "https://"].iter().find(|it| rest.to_lowercase().starts_with(**it));
        let end = rest.find(|c: char| c.is_whitespace() || c == '<').unwrap_or(rest.len());
        let mut address = &rest[..end];
        loop {
            let closes = address.matches(')').count() > address.matches('(').count();
            let cut = address.trim_end_matches(|c| "?!.,:*_~'\";".contains(c));
            let cut = cut.strip_suffix(')').filter(|_| closes).unwrap_or(cut);
            if cut == address {
                break;
            }
            address = cut;
        }
        let word = at.checked_sub(1).is_some_and(|before| chars[before].is_alphanumeric());
        match starts {
            Some(scheme) if !word && address.len() > scheme.len() => {
                out.push((address.to_owned(), true));
                out.push((String::new(), false));
                at += address.chars().count();
            }
            _ => {
                out.last_mut().unwrap().0.push(chars[at]);
                at += 1;
            }
        }
    }
    out
}

fn leads_to_item(reference: &ItemReference) -> bool {
    reference.href.as_ref().is_some_and(|href| href.as_str().contains("/_workitems/edit/"))
}

fn marks(marks: &Marks) -> Marks {
    let leads_to_item = |link: &Link| link.href.as_str().contains("/_workitems/edit/");
    if let Some(link) = marks.link.clone().filter(leads_to_item) {
        return Marks::default().linked(link);
    }
    let linked = marks.link.is_some();
    let dropped = |mark: &Mark| match mark {
        Mark::Underline => linked,
        Mark::Subscript => marks.has(Mark::Superscript),
        _ => false,
    };
    let simple = marks.simple().iter().filter(|mark| !dropped(mark));
    let mut out = simple.fold(Marks::default(), |out, mark| out.with(*mark));
    out.link.clone_from(&marks.link);
    out.color = marks.color.filter(|color| *color != [0; 3]);
    out.background = marks.background.filter(|color| *color != [255; 3]);
    out
}

/// A number is no reference where a word goes on beside it.
fn words_of_joined_references(units: &[Unit]) -> Vec<Unit> {
    let mut out: Vec<Unit> = Vec::new();
    for (place, unit) in units.iter().enumerate() {
        if let Unit::Whole(Inline::Item(reference)) = unit
            && reference.href.is_none()
        {
            let joins = |unit: Option<&Unit>| match unit {
                Some(Unit::Character(c, _)) => c.is_alphanumeric(),
                Some(Unit::Whole(Inline::Item(_))) => true,
                _ => false,
            };
            let item_behind = matches!(units.get(place + 1), Some(Unit::Whole(Inline::Item(_))));
            let behind = joins(units.get(place + 1)) && !item_behind;
            if joins(out.last()) || behind {
                let text = reference.text.as_str().chars();
                out.extend(text.map(|c| Unit::Character(c, Marks::default())));
                continue;
            }
        }
        out.push(unit.clone());
    }
    out
}

/// The units with their spaces settled.
fn settled(units: &[Unit]) -> Vec<Unit> {
    let space = |unit: &Unit| matches!(unit, Unit::Character(' ' | '\t' | '\n', _));
    let mut out: Vec<Unit> = Vec::new();
    let mut held: Option<Marks> = None;
    for unit in units {
        if let (true, Unit::Character(_, marks)) = (space(unit), unit) {
            held = held.or_else(|| Some(marks.clone()));
            continue;
        }
        if let Some(marks) = held.take()
            && *unit != Unit::Break
            && out.last().is_some_and(|last| *last != Unit::Break)
        {
            let marks = shared(&shared(&marks, &around(out.last())), &around(Some(unit)));
            out.push(Unit::Character(' ', marks));
        }
        out.push(unit.clone());
    }
    out
}

fn around(unit: Option<&Unit>) -> Marks {
    match unit {
        Some(Unit::Character(_, marks)) => marks.clone(),
        _ => Marks::default(),
    }
}

fn shared(one: &Marks, other: &Marks) -> Marks {
    let simple = one.simple().iter().filter(|mark| other.has(**mark));
    let mut out = simple.fold(Marks::default(), |out, mark| out.with(*mark));
    out.link = one.link.clone().filter(|link| other.link.as_ref() == Some(link));
    out.color = one.color.filter(|color| other.color == Some(*color));
    out.background = one.background.filter(|color| other.background == Some(*color));
    out
}

fn joined(units: Vec<Unit>) -> Vec<Inline> {
    let mut out: Vec<Inline> = Vec::new();
    for unit in units {
        match (unit, out.last_mut()) {
            (Unit::Character(c, marks), Some(Inline::Text { text, marks: last }))
                if *last == marks =>
            {
                text.expose_mut().push(c);
            }
            (Unit::Character(c, marks), _) => out.push(Inline::marked(c.to_string(), marks)),
            (Unit::Break, _) => out.push(Inline::Break),
            (Unit::Whole(inline), _) => out.push(inline),
        }
    }
    out
}

/// Text that leads to a work item is a reference to it.
fn references(line: Vec<Inline>) -> Vec<Inline> {
    let mut out: Vec<Inline> = Vec::new();
    let mut open = false;
    for inline in line {
        let href = match &inline {
            Inline::Text { marks, .. } => marks.link.as_ref().map(|link| link.href.clone()),
            _ => None,
        };
        let number = href.as_ref().and_then(|href| href.as_str().split_once("/_workitems/edit/"));
        let (Some(href), Some((_, number)), Inline::Text { text, .. }) = (&href, number, &inline)
        else {
            open = false;
            out.push(inline);
            continue;
        };
        match out.last_mut() {
            Some(Inline::Item(last)) if open && last.href.as_ref() == Some(href) => {
                last.text.expose_mut().push_str(text.as_str());
            }
            _ => out.push(Inline::Item(ItemReference {
                item: number.into(),
                text: text.clone(),
                href: Some(href.clone()),
            })),
        }
        open = true;
    }
    out
}

fn visible(text: &str) -> String {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let seen = |c: char| match c {
        '\n' | '\t' => Some(c),
        '\u{fffe}' | '\u{ffff}' => None,
        c if !c.is_control() => Some(c),
        c => c.is_whitespace().then_some(' '),
    };
    text.chars().filter_map(seen).collect()
}
