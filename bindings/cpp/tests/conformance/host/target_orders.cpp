// SPDX-License-Identifier: Apache-2.0 OR MIT
//
// Carrying out orders.

#include <algorithm>

#include "target.hpp"

namespace conformance {

namespace {

json named(std::uint64_t number) {
    const auto text = std::to_string(number);
    return {{"id", "D-" + text}, {"key", "DEPOT-" + text}};
}

bool makes_a_part(const json& operation) {
    return operation == "comment" || operation == "worklog";
}

}  // namespace

/// One result for each order, in their order.
migrayt::answer target::apply(const migrayt::question& asked) {
    const auto all = arguments(asked);
    auto results = json::array();
    for (const auto& order : all.at("orders")) {
        const bool is_forgotten = forgets_all_ || (forgets_ && results.size() == 1);
        try {
            if (!is_forgotten) {
                results.push_back({{"ok", carry_out(order)}});
                continue;
            }
        } catch (const migrayt::refusal& refused) {
            results.push_back({{"error", json::parse(refused.json())}});
            continue;
        }
        const auto& operation = order.at("operation");
        auto made = json::object();
        if (operation == "create") {
            counted_["items"] = counted_["items"].get<std::uint64_t>() + 1;
            made["target"] = named(++last_);
        } else if (makes_a_part(operation)) {
            made["part"] = std::to_string(++last_);
        }
        results.push_back({{"ok", made}});
    }
    return said({{"results", results}});
}

json target::carry_out(const json& order) {
    if (order.at("operation") == "create") return create(order);
    return change(order, of(order.at("target")));
}

/// Marker and item are written at once.
json target::create(const json& order) {
    const auto& payload = order.at("payload");
    const auto parent = payload.value("parent", json());
    if (!parent.is_null()) of(parent);
    const auto number = ++last_;
    json item = {{"target", named(number)},
                 {"marker", order.at("marker")},
                 {"type", payload.at("type")},
                 {"state", "Open"},
                 {"parent", parent},
                 {"fields", payload.value("fields", json::object())},
                 {"history", payload.value("history", json())}};
    for (const auto* list :
         {"comments", "attachments", "links", "remote_links", "worklogs", "watchers"}) {
        item[list] = json::array();
    }
    items_.emplace(number, std::move(item));
    order_.push_back(number);
    counted_["items"] = counted_["items"].get<std::uint64_t>() + 1;
    return {{"target", named(number)}};
}

json target::change(const json& order, std::uint64_t own) {
    const auto& operation = order.at("operation");
    const auto& payload = order.at("payload");
    auto& item = items_.at(own);
    if (makes_a_part(operation)) {
        const auto part = std::to_string(++last_);
        json made = {{"id", part}, {"marker", order.at("marker")}};
        if (operation == "comment") {
            made["body"] = payload.at("body");
            item["comments"].push_back(made);
        } else {
            made.update(payload);
            item["worklogs"].push_back(made);
        }
        return {{"part", part}};
    }
    if (operation == "update" || operation == "rewrite_body" || operation == "sprint") {
        for (const auto& [id, value] : payload.at("fields").items()) {
            item["fields"][id] = value;
            if (value.is_null()) item["fields"].erase(id);
        }
    } else if (operation == "transition") {
        item["state"] = payload.at("to");
    } else if (operation == "watch") {
        auto& watchers = item["watchers"];
        const auto& person = payload.at("person").at("id");
        if (std::find(watchers.begin(), watchers.end(), person) == watchers.end()) {
            watchers.push_back(person);
        }
    } else if (operation == "property") {
        properties_[{own, payload.at("name").get<std::string>()}] = payload.at("value");
    } else if (operation == "remote_link") {
        auto kept = json::array();
        for (const auto& link : item["remote_links"]) {
            if (link.at("global_id") != payload.at("global_id")) kept.push_back(link);
        }
        kept.push_back(payload);
        item["remote_links"] = kept;
    } else if (operation == "link") {
        link(order, own);
    } else if (operation == "rank") {
        rank(own, of(payload.at("after")));
    } else {
        throw migrayt::refusal(migrayt::error_kind::unsupported)
            .with_effect(migrayt::effect::none);
    }
    return json::object();
}

/// A link is told at both its ends.
void target::link(const json& order, std::uint64_t own) {
    const auto& payload = order.at("payload");
    const auto other = of(payload.at("other"));
    const auto end = [&](std::uint64_t at, std::uint64_t to, bool is_outward) {
        items_.at(at)["links"].push_back({{"link_type", payload.at("link_type")},
                                          {"other", named(to)},
                                          {"outward", is_outward}});
    };
    end(own, other, true);
    end(other, own, false);
}

void target::rank(std::uint64_t own, std::uint64_t after) {
    order_.erase(std::remove(order_.begin(), order_.end(), own), order_.end());
    const auto place = std::find(order_.begin(), order_.end(), after);
    if (place == order_.end()) throw missing();
    order_.insert(place + 1, own);
}

std::uint64_t target::of(const json& named) const {
    const auto found = find(named.at("id").get<std::string>());
    if (!found) throw missing();
    return *found;
}

}  // namespace conformance
