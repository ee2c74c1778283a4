// SPDX-License-Identifier: Apache-2.0 OR MIT

#include "source.hpp"

#include <algorithm>
#include <iterator>
#include <string>

namespace conformance {

namespace {

constexpr std::uint64_t megabyte = 1'048'576;

}  // namespace

source::source(const json& made_of, const json& with)
    : made_of_(made_of),
      page_(with.value("page", std::size_t{200})),
      file_size_(with.value("file_mb", std::uint64_t{0}) * megabyte),
      is_generated_(with.contains("items")),
      breaks_off_(with.value("breaks_off", false)),
      forgets_(with.value("forgets", false)) {
    for (std::uint64_t made = 1; is_generated_ && made <= with.at("items"); ++made) {
        numbers_.push_back(made);
    }
    if (is_generated_) return;
    for (const auto& item : made_of_.at("items")) {
        const auto id = number(item.at("id").get<std::string>()).value();
        numbers_.push_back(id);
        items_.emplace(id, item);
    }
    std::sort(numbers_.begin(), numbers_.end());
}

migrayt::answer source::describe(const migrayt::question&) {
    auto described = made_of_.at("describe");
    described["capabilities"]["max_page"] = page_;
    return said(described);
}

migrayt::answer source::catalog(const migrayt::question&) {
    auto catalog = made_of_.at("catalog");
    catalog["items"] = numbers_.size();
    return said(catalog);
}

migrayt::answer source::read(const migrayt::question& asked) {
    const auto wanted = arguments(asked);
    if (!wanted.contains("items") || wanted["items"].is_null()) return page(wanted);
    auto found = json::array();
    for (const auto& id : wanted["items"]) {
        const auto read = number(id.get<std::string>());
        if (read && has(*read)) found.push_back(shown(*read, wanted["view"]));
    }
    return said({{"items", found}});
}

/// A cursor is the number of the last item before it.
migrayt::answer source::page(const json& asked) const {
    std::uint64_t after = 0;
    if (asked.contains("after") && !asked["after"].is_null()) {
        const auto cursor = number(asked["after"].get<std::string>());
        if (!cursor) return migrayt::refusal(migrayt::error_kind::input_invalid, "cursor");
        after = *cursor;
    }
    const auto end = numbers_.end() - (forgets_ ? 1 : 0);
    const auto begin = std::upper_bound(numbers_.begin(), end, after);
    const auto count = std::min<std::ptrdiff_t>(end - begin, static_cast<std::ptrdiff_t>(page_));
    json page = {{"items", json::array()}, {"last", begin + count == end}};
    for (auto next = begin; next != begin + count; ++next) {
        page["items"].push_back(shown(*next, asked["view"]));
        page["cursor"] = std::to_string(*next);
    }
    return said(page);
}

bool source::has(std::uint64_t item) const {
    return std::binary_search(numbers_.begin(), numbers_.end(), item);
}

json source::item(std::uint64_t wanted) const {
    if (!is_generated_) return items_.at(wanted);
    auto made = made_of_.at("generated");
    const auto id = std::to_string(wanted);
    made["id"] = id;
    made["title"] = made.at("title").get<std::string>() + id;
    if (wanted == 1 && file_size_ != 0) {
        made["attachments"] = {{{"id", "big"}, {"name", "big.bin"}, {"size", file_size_}}};
    }
    return made;
}

json source::shown(std::uint64_t wanted, const json& view) const {
    auto whole = item(wanted);
    if (view != "outline") return whole;
    json outline;
    for (const auto* name : {"id", "revision", "type", "state", "title", "parent", "rank"}) {
        if (whole.contains(name)) outline[name] = whole[name];
    }
    return outline;
}

migrayt::answer source::open(const migrayt::question& asked) {
    const auto wanted = arguments(asked).at("file");
    const auto id = wanted.at("id").get<std::string>();
    if (is_generated_) {
        if (id != "big" || wanted.at("item") != "1" || file_size_ == 0) return missing();
        return streams_.open(file::counting(file_size_, breaks_off_));
    }
    const auto& files = made_of_.at("files");
    if (!files.contains(id)) return missing();
    return streams_.open(file::of(files[id].get<std::string>()));
}

migrayt::answer source::pull(const migrayt::question& asked) {
    return streams_.pull(arguments(asked));
}

migrayt::answer source::close(const migrayt::question& asked) {
    return streams_.close(arguments(asked));
}

}  // namespace conformance
