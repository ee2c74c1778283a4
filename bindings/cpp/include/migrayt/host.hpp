// SPDX-License-Identifier: Apache-2.0 OR MIT
//
// The program's side of a run: who answers its questions.

#ifndef MIGRAYT_HOST_HPP
#define MIGRAYT_HOST_HPP

#include <exception>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "event.hpp"
#include "ports.hpp"
#include "steering.hpp"

namespace migrayt {
inline namespace MIGRAYT_FACE {

/// The ports that a program implements. A run's questions are put to them by `run::serve`, on the
/// thread that serves. One host may serve several runs; if several threads do so at once, its ports
/// must bear that. It is not changed while it serves.
class host {
public:
    /// Answers the questions of a port.
    using handler = std::function<answer(const question&)>;

    /// Is told what a port threw that was no refusal, or wrote that was no JSON. The engine never
    /// learns these words.
    using fault = std::function<void(const question&, std::string_view words)>;

    /// Lets a port of `migrayt::ports` answer. It is borrowed, and must outlive this host.
    template <class Port>
    host& with(Port& port) {
        return on(Port::port_name, [&port](const question& asked) { return port.dispatch(asked); });
    }

    /// Lets a port of `migrayt::ports` answer, and keeps it.
    template <class Port>
    host& with(std::shared_ptr<Port> port) {
        return on(Port::port_name, [port = std::move(port)](const question& asked) {
            return port->dispatch(asked);
        });
    }

    /// Lets a function answer the questions of a port. It takes the place of an earlier one.
    host& on(std::string_view port, handler answers) {
        ports_.insert_or_assign(std::string(port), std::move(answers));
        return *this;
    }

    /// Sets who is told of faults. Without, they are answered and not told.
    host& on_fault(fault told) {
        fault_ = std::move(told);
        return *this;
    }

    /// Asks the port that a question names. A port that is not there is `Unsupported`. Where there
    /// are exceptions, a `refusal` or an `error` that a port throws is its answer, and anything
    /// else is `Unexpected` and a fault: nothing is ever thrown from here but by who is told of
    /// faults.
    answer ask(const question& asked) const {
        const auto found = ports_.find(asked.port);
        if (found == ports_.end()) return detail::unsupported();
#if MIGRAYT_THROWS
        try {
            return found->second(asked);
        } catch (const refusal& refused) {
            return refused;
        } catch (const error& failed) {
            return refusal(failed);
        } catch (const std::exception& failed) {
            return unexpected(asked, failed.what());
        } catch (...) {
            return unexpected(asked, "something that is no std::exception");
        }
#else
        return found->second(asked);
#endif
    }

    /// Puts an event to the port that it asks, and gives the answer to the run. Passes over events
    /// that are no questions, and over questions that nobody wants answered any more.
    result<void> try_serve(const steering& run, const event& event) const {
        if (event.kind() != event_kind::request) return {};
        const auto port = json::text(event.json(), "port").value_or("");
        const auto method = json::text(event.json(), "method").value_or("");
        const question asked{port, method,
                             json::member(event.json(), "arguments").value_or("{}"),
                             event.bytes(), event.request()};
        const auto said = ask(asked);
        if (said.is_later()) return {};
        auto given = run.try_answer(asked.request, said.envelope(), said.bytes());
        if (!given && given.failure().kind() == error_kind::input_invalid) {
            // The question is still open; without an answer the run would wait for ever.
            const auto refused = unexpected(asked, given.failure().message());
            given = run.try_answer(asked.request, refused.envelope());
        }
        if (!given && given.failure().kind() == error_kind::not_found) return {};
        return given;
    }

#if MIGRAYT_THROWS
    /// As `try_serve`. Throws `error`.
    void serve(const steering& run, const event& event) const { try_serve(run, event).value(); }
#endif

private:
    answer unexpected(const question& asked, std::string_view words) const {
        if (fault_) fault_(asked, words);
        return refusal(error_kind::unexpected);
    }

    std::map<std::string, handler, std::less<>> ports_;
    fault fault_;
};

}  // namespace MIGRAYT_FACE
}  // namespace migrayt

#endif
