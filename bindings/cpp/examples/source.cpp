// SPDX-License-Identifier: Apache-2.0 OR MIT
//
// A source of one's own, held to its contract by the library.

#include <iostream>
#include <map>
#include <migrayt/migrayt.hpp>
#include <string>

namespace json = migrayt::json;

/// A list of titles.
class list : public migrayt::ports::source {
public:
    migrayt::answer describe(const migrayt::question&) override {
        return R"({"endpoint": "list:fabrikam/Shop", "organization": "fabrikam", "project": "Shop",
                   "capabilities": {"attachments": false}})";
    }

    migrayt::answer catalog(const migrayt::question&) override {
        return R"({"types": [{"id": "task", "name": "Task", "states": [
                   {"id": "open", "name": "Open", "category": "to_do"}]}], "items": 3})";
    }

    migrayt::answer read(const migrayt::question& asked) override {
        // Some items by id, or the page after a cursor: here all that follow fit on one page.
        const auto wanted = json::member(asked.arguments, "items");
        const auto after = json::text(asked.arguments, "after").value_or("");
        if (!after.empty() && titles_.count(after) == 0) {
            return migrayt::refusal(migrayt::error_kind::input_invalid, "cursor");
        }
        std::string items;
        std::string cursor = after;
        for (const auto& [id, title] : titles_) {
            const bool is_wanted =
                wanted ? wanted->find(json::quote(id)) != std::string_view::npos : id > after;
            if (!is_wanted) continue;
            items += items.empty() ? "" : ", ";
            items += R"({"revision": 1, "type": "task", "state": "open", "id": )" +
                     json::quote(id) + R"(, "title": )" + json::quote(title) + '}';
            cursor = id;
        }
        if (wanted) return R"({"items": [)" + items + "]}";
        return R"({"items": [)" + items + R"(], "last": true, "cursor": )" +
               (cursor == after ? "null" : json::quote(cursor)) + '}';
    }

private:
    std::map<std::string, std::string> titles_ = {
        {"1", "Buy paint"}, {"2", "Paint the shop"}, {"3", "Open \"the\" shop"}};
};

int main() {
    try {
        list source;
        migrayt::host host;
        host.with(source);
        migrayt::engine engine(R"({
            "configuration": {"version": 1, "source": {"kind": "host"}, "target": {"kind": "host"}},
            "ports": {"journal": "memory"}})");
        auto run = engine.start(R"({"job": "conformance", "suite": "source"})");
        const auto verdict = run.serve(host);
        std::cout << verdict << '\n';
        return json::member(verdict, "passed") == "true" ? 0 : 1;
    } catch (const migrayt::error& error) {
        std::cerr << error.what() << '\n' << error.help() << '\n';
        return 1;
    }
}
