use crate::color::named;

/// The colour that a parameter names: `#rgb`, `#rrggbb`, `rgb(r, g, b)` or a name of CSS.
pub(super) fn color(value: &str) -> Option<[u8; 3]> {
    let value = value.trim().to_ascii_lowercase();
    let bare = value.strip_prefix('#').unwrap_or(&value);
    if let Some(rest) = bare.strip_prefix("rgb(") {
        return channels(rest.strip_suffix(')')?);
    }
    if let Some(rgb) = named(bare) {
        return Some(rgb);
    }
    if !bare.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return None;
    }
    let digits = u32::from_str_radix(bare, 16).ok()?;
    match bare.len() {
        3 => {
            let digit = |shift: u32| (digits >> shift) & 0xf;
            Some(rgb_of(((digit(8) * 17) << 16) | ((digit(4) * 17) << 8) | (digit(0) * 17)))
        }
        6 => Some(rgb_of(digits)),
        _ => None,
    }
}

fn rgb_of(rgb: u32) -> [u8; 3] {
    let [_, red, green, blue] = rgb.to_be_bytes();
    [red, green, blue]
}

fn channels(list: &str) -> Option<[u8; 3]> {
    let mut parts = list.split(',').map(str::trim);
    let mut next = || -> Option<u8> {
        let part = parts.next()?;
        match part.strip_suffix('%') {
            Some(percent) => {
                let percent = percent.parse::<u32>().ok()?.min(100);
                u8::try_from(percent * 255 / 100).ok()
            }
            None => part.parse::<u32>().ok().and_then(|value| u8::try_from(value.min(255)).ok()),
        }
    };
    let rgb = [next()?, next()?, next()?];
    parts.next().is_none().then_some(rgb)
}

#[cfg(test)]
mod tests {
    use super::color;

    #[test]
    fn colours_are_read_in_all_their_notations() {
        for red in ["red", "RED", "#f00", "#ff0000", "ff0000", "rgb(255, 0, 0)", "rgb(100%,0%,0%)"]
        {
            assert_eq!(color(red), Some([255, 0, 0]), "{red}");
        }
        for none in ["", "nimabi", "#ff", "rgb(1,2)", "#\u{e4}ff"] {
            assert_eq!(color(none), None, "{none}");
        }
    }
}
