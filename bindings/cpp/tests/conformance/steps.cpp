// SPDX-License-Identifier: Apache-2.0 OR MIT

#include "steps.hpp"

#include <fstream>
#include <iostream>

namespace conformance {

namespace {

void make_folder(stage& on, const json& step) {
    on.folders.emplace_back();
    on.known.keep(step.at("as"), on.folders.back().path());
}

void replace_text(stage&, const json& step) {
    if (!replace(step.at("file"), step.at("from"), step.at("to"))) {
        throw failure(step.at("from").dump() + " is not in the file");
    }
}

void about(stage&, const json& step) {
    compare(step.at("expect"), json::parse(migrayt::about()), "about");
}

/// The binding always tells the version that it was built for, so this goes beneath it.
void abi(stage&, const json&) {
    migrayt_options options{};
    options.size = sizeof options;
    options.abi_version = MIGRAYT_ABI_VERSION + 1;
    migrayt_engine* made = nullptr;
    migrayt::detail::act(migrayt_engine_new, &options, &made).value();
    migrayt_engine_free(made);
}

void simulate(stage& on, const json& step) {
    if (!on.simulating) on.simulating.emplace();
    auto job = step.at("with");
    job["job"] = "simulate";
    auto run = on.simulating->start(job.dump());
    for (auto& event : run) {
        auto told = json::parse(event.json());
        if (event.kind() != migrayt::event_kind::state || told["state"] != "ready") continue;
        on.known.keep(step.at("as"), std::move(told));
        on.simulated.insert_or_assign(step.at("as"), std::move(run));
        return;
    }
    throw failure("the simulator was never ready");
}

void make_engine(stage& on, const json& step) {
    migrayt::engine made(step.value("options", json::object()).dump(),
                         step.value("token", std::string()));
    on.engines.insert_or_assign(step.value("as", std::string()), std::move(made));
}

void make_host(stage& on, const json& step) {
    on.hosts[step.at("as")] = std::make_shared<host>(on.made_of, step.at("with"));
}

void trouble(stage& on, const json& step) {
    named(on.hosts, step, "host")->trouble(step.at("error"));
}

void free_named(stage& on, const json& step) {
    for (const auto* field : {"run", "engine"}) {
        if (!step.contains(field)) continue;
        const auto name = step.at(field).get<std::string>();
        if (on.runs.erase(name) + on.simulated.erase(name) + on.engines.erase(name) != 1) {
            throw failure("there is no " + name);
        }
    }
}

void start_child(stage& on, const json& step) {
    const folder own;
    const auto file = own.path() + "/steps.json";
    std::ofstream(file) << json{{"variables", on.known.all()},
                                {"host", on.made_of},
                                {"steps", step.at("steps")}};
    child(file, step.value("kill_at", std::string()));
}

void say(stage&, const json& step) {
    std::cout << step.at("line").get<std::string>() << std::endl;
}

void keep_memory(stage& on, const json& step) { on.memory[step.at("as")] = resident_memory(); }

void memory_at_most(stage& on, const json& step) {
    constexpr double megabyte = 1'048'576;
    const auto before = static_cast<double>(named(on.memory, step, "of"));
    const auto most = before * step.value("factor", 1.0) + step.value("more_mb", 0.0) * megabyte;
    const auto now = static_cast<double>(resident_memory());
    if (now <= most) return;
    throw failure("the memory grew from " + std::to_string(before / megabyte) + " to " +
                  std::to_string(now / megabyte) + " MiB");
}

void host_counted(stage& on, const json& step) {
    compare(step.at("expect"), named(on.hosts, step, "host")->counted(), "counted");
}

/// An error as cases compare it: its message is the one for a person, with the facts.
json told(const migrayt::error& error) {
    auto all = json::parse(error.json());
    all["message"] = error.what();
    return all;
}

}  // namespace

act find_act(const std::string& op) {
    static const std::map<std::string, act> all = {
        {"folder", make_folder},       {"replace", replace_text},
        {"about", about},              {"abi", abi},
        {"simulate", simulate},        {"engine", make_engine},
        {"host", make_host},           {"trouble", trouble},
        {"job", acts::job},            {"start", acts::start},
        {"until", acts::until},        {"quiet", acts::quiet},
        {"finish", acts::finish},      {"answer", acts::answer},
        {"pause", acts::pause},        {"resume", acts::resume},
        {"cancel", acts::cancel},      {"free", free_named},
        {"descriptor", acts::descriptor}, {"child", start_child},
        {"say", say},                  {"memory", keep_memory},
        {"memory_at_most", memory_at_most}, {"host_counted", host_counted},
        {"misuse", misuse},
    };
    const auto found = all.find(op);
    if (found == all.end()) throw failure("no such step");
    return found->second;
}

void carry_out(stage& on, const json& step) {
    const auto op = step.at("op").get<std::string>();
    // The steps of a child have variables of their own.
    const auto resolved = op == "child" ? step : on.known.resolve(step);
    try {
        find_act(op)(on, resolved);
    } catch (const migrayt::error& error) {
        if (!resolved.contains("fails")) throw failure("it failed: " + told(error).dump());
        compare(resolved["fails"], told(error), "error");
        return;
    }
    if (resolved.contains("fails")) throw failure("it did not fail");
}

}  // namespace conformance
