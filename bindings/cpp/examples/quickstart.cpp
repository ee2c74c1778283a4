// SPDX-License-Identifier: Apache-2.0 OR MIT
//
// A whole migration between two simulated trackers on this machine. It ends with 0 only if
// everything arrived and nothing differs.

#include <filesystem>
#include <iostream>
#include <migrayt/migrayt.hpp>
#include <random>
#include <stdexcept>
#include <string>
#include <string_view>

namespace json = migrayt::json;

namespace {

/// A folder for the mapping, the journal and the report, which is gone at the end.
class folder {
public:
    folder()
        : path_(std::filesystem::temp_directory_path() /
                ("migrayt-quickstart-" + std::to_string(std::random_device{}()))) {
        if (!std::filesystem::create_directory(path_)) {
            throw std::runtime_error("the folder is there already: " + path_.string());
        }
    }
    folder(const folder&) = delete;
    folder& operator=(const folder&) = delete;
    ~folder() {
        std::error_code ignored;
        std::filesystem::remove_all(path_, ignored);
    }

    std::string path() const { return path_.string(); }

private:
    std::filesystem::path path_;
};

/// Where a simulator serves, as soon as it does. It serves as long as the run lives.
std::string ready(migrayt::run& simulator) {
    for (auto& event : simulator) {
        if (json::text(event.json(), "state") == "ready") return std::string(event.json());
    }
    throw std::runtime_error("the simulator was never ready");
}

/// A member of `from` as a member of the same value.
std::string setting(std::string_view name, std::string_view from) {
    return json::quote(name) + ": " + json::quote(json::text(from, name).value()) + ", ";
}

std::string options(std::string_view source, std::string_view target, const folder& own) {
    return R"({"configuration": {"version": 1, "protocol": {"scale": 100},
        "source": {"kind": "azure-devops", )" +
           setting("url", source) + setting("project", source) + R"("token": "vault:source"},
        "target": {"kind": "jira", )" +
           setting("url", target) + setting("project", target) + setting("email", target) +
           R"("token": "vault:target"}},
        "folder": )" +
           json::quote(own.path()) + R"(, "ports": {"vault": "memory"}})";
}

/// A line that tells how far a job is, written over again and again.
void show(std::string_view progress) {
    const auto total = json::member(progress, "total").value_or("null");
    std::cout << '\r' << json::text(progress, "phase").value_or("") << ' '
              << json::member(progress, "done").value_or("0")
              << (total == "null" ? "" : " of " + std::string(total)) << "      " << std::flush;
}

/// Does a job and gives its result.
std::string perform(migrayt::engine& engine, const std::string& job) {
    auto run = engine.start(R"({"job": )" + json::quote(job) + '}');
    auto result = run.wait(show);
    std::cout << '\r' << job << ": done                    \n";
    return result;
}

void keep(migrayt::engine& engine, const std::string& name, std::string_view ready) {
    const auto secret = json::text(ready, "token").value();
    engine.start(R"({"job": "vault_put", "name": )" + json::quote(name) + '}', secret).wait();
}

bool migrate() {
    migrayt::engine simulating;
    auto azure = simulating.start(R"({"job": "simulate", "tracker": "azure-devops"})");
    auto jira = simulating.start(R"({"job": "simulate", "tracker": "jira"})");
    const auto source = ready(azure);
    const auto target = ready(jira);

    const folder own;
    migrayt::engine engine(options(source, target, own));
    keep(engine, "source", source);
    keep(engine, "target", target);
    perform(engine, "scan");
    perform(engine, "suggest");
    perform(engine, "plan");
    const auto run = perform(engine, "run");
    const auto verdict = perform(engine, "verify");
    return json::text(run, "closing") == "completed" && json::member(verdict, "clean") == "true";
}

}  // namespace

int main() {
    try {
        const bool is_clean = migrate();
        std::cout << (is_clean ? "clean: everything arrived" : "there are differences") << '\n';
        return is_clean ? 0 : 1;
    } catch (const std::exception& error) {
        std::cerr << '\n' << error.what() << '\n';
        return 1;
    }
}
