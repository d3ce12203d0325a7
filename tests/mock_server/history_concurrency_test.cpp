// Recorded histories of a mock with namespaces, each looked through for an order in which its steps, done one
// after the other, answer what they answered (linearizability: Herlihy and Wing, 1990; the search is that of
// Wing and Gong, 1993).
#include <atomic>
#include <barrier>
#include <functional>
#include <map>
#include <random>
#include <set>
#include <thread>
#include <vector>

#include <climits>

#include "tests/catch.h"
#include "tests/support/admin_world.h"
#include "tests/support/many.h"

namespace sellsign::history_concurrency_test {

using testing::AdminWorld;
using Json = nlohmann::json;

enum class Kind { write, read, sign, erase, snapshot, restore, fork, reset, reset_ids, count, begin };

/// One step: what was asked of which namespace, what was answered, and from when to when.
struct Step {
  Kind kind;
  std::string space, number, text;  ///< text: a first name, an e-mail, the name of a snapshot
  std::string answer;
  int from = 0, to = 0;
};

// ---- what a mock is

struct Customer {
  std::string firstname;
  std::map<std::string, std::int64_t> signatories;
  bool operator==(const Customer&) const = default;
};

struct State {
  std::map<std::string, Customer> customers;
  std::int64_t next_id = 3000000001;

  std::int64_t after_all() const {
    std::int64_t next = State{}.next_id;
    for (const auto& [number, customer] : customers)
      for (const auto& [email, id] : customer.signatories) next = std::max(next, id + 1);
    return next;
  }
};

struct Model {
  std::map<std::string, State> spaces{{"default", {}}}, snapshots;

  /// Does a step, and says what it answers.
  std::string perform(const Step& step);
  std::string key() const;

 private:
  std::string sign(State& state, const Step& step);
  std::string fork(const Step& step);
};

std::string count_of(const State& state) { return std::to_string(state.customers.size()); }

std::string Model::sign(State& state, const Step& step) {
  const auto customer = state.customers.find(step.number);
  if (customer == state.customers.end()) return "500";
  const auto [found, is_new] = customer->second.signatories.try_emplace(step.text, state.next_id);
  if (is_new) ++state.next_id;
  return std::to_string(found->second);
}

std::string Model::fork(const Step& step) {
  const auto from = snapshots.find(step.text);
  if (from == snapshots.end()) return "404";
  return spaces.emplace(step.space, from->second).second ? count_of(from->second) : "409";
}

std::string Model::perform(const Step& step) {
  if (step.kind == Kind::fork) return fork(step);
  if (step.kind == Kind::count && !spaces.contains(step.space)) return "404";  // what only looks begins none
  State& state = spaces[step.space];
  if (step.kind == Kind::begin) return step.answer;
  switch (step.kind) {
    case Kind::write:
      return state.customers[step.number].firstname = step.text;
    case Kind::read: {
      const auto found = state.customers.find(step.number);
      return found == state.customers.end() ? "null" : found->second.firstname;
    }
    case Kind::sign:
      return sign(state, step);
    case Kind::erase:
      return state.customers.erase(step.number) == 1 ? "200" : "404";
    case Kind::snapshot:
      return count_of(snapshots[step.text] = state);
    case Kind::restore: {
      const auto found = snapshots.find(step.text);
      return found == snapshots.end() ? "404" : count_of(state = found->second);
    }
    case Kind::reset:
      return count_of(std::exchange(state, {}));
    case Kind::reset_ids:
      return std::to_string(state.next_id = state.after_all());
    default:
      return count_of(state);
  }
}

std::string Model::key() const {
  std::string out;
  for (const auto* states : {&spaces, &snapshots}) {
    for (const auto& [name, state] : *states) {
      out += name + "{" + std::to_string(state.next_id);
      for (const auto& [number, customer] : state.customers) {
        out += " " + number + "=" + customer.firstname;
        for (const auto& [email, id] : customer.signatories) out += "," + email + ":" + std::to_string(id);
      }
      out += "}";
    }
    out += "|";
  }
  return out;
}

// ---- a mock, asked

std::string status_or(const http::Reply& reply, const std::function<std::string(const Json&)>& shown) {
  return reply.status == 200 ? shown(Json::parse(reply.content())) : std::to_string(reply.status);
}

std::string text_at(const http::Reply& reply, const std::string& pointer) {
  return status_or(reply, [&](const Json& answer) {
    const Json& value = answer.at(Json::json_pointer(pointer));
    return value.is_string() ? value.get<std::string>() : value.dump();
  });
}

std::string ask(AdminWorld& world, const Step& step) {
  const AdminWorld::Headers in_space = {{"X-Mock-Namespace", step.space}};
  const std::string query = "?namespace=" + step.space;
  switch (step.kind) {
    case Kind::write:
      return text_at(
          world.call("customer/update?action=selectOrCreateCustomer",
                     "number=" + step.number + "&civility=MADAME&firstname=" + step.text +
                         "&lastname=Exemple&email=ada%40example.org&cell_phone=0600000000&address_1=1"
                         "&postal_code=13100&city=Aix&country=FR&customer_code=C1&j_token=T",
                     in_space),
          "/firstname");
    case Kind::read:
      return status_or(world.read(step.number, "T", in_space), [](const Json& answer) {
        return answer.is_null() ? "null" : answer["firstname"].get<std::string>();
      });
    case Kind::sign:
      return text_at(world.call("contractor/create?action=getOrCreateContractor",
                                "customer_number=" + step.number +
                                    "&id=-1&civility=MADAME&firstname=A&lastname=B"
                                    "&email=" +
                                    step.text +
                                    "&cell_phone=0600000000&address_1=1&postal_code=1"
                                    "&city=P&country=FR&j_token=T",
                                in_space),
                     "/id");
    case Kind::erase:
      return std::to_string(world.ask("DELETE", "customers/" + step.number + query).status);
    case Kind::snapshot:
      return text_at(world.ask("PUT", "snapshots/" + step.text + query), "/customers");
    case Kind::restore:
      return text_at(world.ask("POST", "snapshots/" + step.text + "/restore" + query), "/customers");
    case Kind::fork:
      return text_at(world.ask("POST", "snapshots/" + step.text + "/fork?to=" + step.space), "/customers");
    case Kind::reset:
      return text_at(world.ask("POST", "reset" + query + "&what=state"), "/cleared/state/customers");
    case Kind::reset_ids:
      return text_at(world.ask("POST", "reset" + query + "&what=ids"), "/cleared/ids/nextId");
    default:
      return text_at(world.ask("GET", "customers" + query + "&limit=1"), "/total");
  }
}

// ---- histories

using Random = std::mt19937_64;

std::string one_of(Random& random, const std::vector<std::string>& choices) {
  return choices[random() % choices.size()];
}

Step drawn(Random& random, int number) {
  static constexpr Kind k_often[] = {Kind::write, Kind::write,     Kind::read,     Kind::read,    Kind::sign,
                                     Kind::sign,  Kind::erase,     Kind::snapshot, Kind::restore, Kind::fork,
                                     Kind::reset, Kind::reset_ids, Kind::count};
  Step step{k_often[random() % std::size(k_often)],
            one_of(random, {"default", "default", "other"}),
            one_of(random, {"A", "B"}),
            "",
            "",
            0,
            0};
  const bool is_snapshot =
      step.kind == Kind::snapshot || step.kind == Kind::restore || step.kind == Kind::fork;
  if (is_snapshot)
    step.text = "s";
  else
    step.text = step.kind == Kind::sign ? one_of(random, {"x", "y"}) : "v" + std::to_string(number);
  if (step.kind == Kind::snapshot || step.kind == Kind::restore) step.space = "default";
  if (step.kind == Kind::fork) step.space = "other";
  return step;
}

using History = std::vector<Step>;

constexpr int k_threads = 3, k_steps = 6;

/// Three threads that each take six steps of their own, as close together as they come.
History recorded(std::uint64_t seed) {
  Random random(seed);
  mock::ServiceOptions options;
  options.isolation = mock::Isolation::header;
  AdminWorld world(options);
  std::vector<History> own(k_threads);
  for (int i = 0; i < k_threads * k_steps; ++i)
    own[static_cast<std::size_t>(i % k_threads)].push_back(drawn(random, i));
  std::atomic<int> now = 0;
  std::barrier start(k_threads);
  std::vector<std::thread> threads;
  for (History& steps : own)
    threads.emplace_back([&] {
      start.arrive_and_wait();
      for (Step& step : steps) {
        step.from = now++;
        step.answer = ask(world, step);
        step.to = now++;
      }
    });
  for (std::thread& thread : threads) thread.join();
  History all;
  for (const History& steps : own)
    for (const Step& step : steps) {
      all.push_back(step);
      if (step.space == "default" || step.kind == Kind::fork || step.kind == Kind::count) continue;
      all.push_back(step);  // a request begins its namespace at one moment and does its work at a later one
      all.back().kind = Kind::begin;
    }
  return all;
}

/// Looks for an order that explains a history.
class Search {
 public:
  explicit Search(const History& history) : history_(history) {}

  bool explains(const Model& model = {}, std::uint32_t done = 0) {
    if (done == (1U << history_.size()) - 1) return true;
    if (!seen_.insert(std::to_string(done) + model.key()).second) return false;
    int first_end = INT_MAX;  // what began later came later
    for (std::size_t i = 0; i < history_.size(); ++i)
      if ((done >> i & 1U) == 0) first_end = std::min(first_end, history_[i].to);
    for (std::size_t i = 0; i < history_.size(); ++i) {
      if ((done >> i & 1U) != 0 || history_[i].from > first_end) continue;
      Model next = model;
      if (next.perform(history_[i]) == history_[i].answer && explains(next, done | 1U << i)) return true;
    }
    return false;
  }

 private:
  const History& history_;
  std::set<std::string> seen_;
};

std::string shown(const History& history) {
  static constexpr const char* k_names[] = {"write", "read",  "sign",      "erase", "snapshot", "restore",
                                            "fork",  "reset", "reset_ids", "count", "begin"};
  std::string out;
  for (const Step& step : history)
    out += std::to_string(step.from) + "-" + std::to_string(step.to) + " " +
           k_names[static_cast<std::size_t>(step.kind)] + " " + step.space + " " + step.number + " " +
           step.text + ": " + step.answer + "\n";
  return out;
}

TEST_CASE("every history of calls, snapshots, resets and forks has an order that explains it") {
  const auto histories = testing::many<std::uint64_t>(3'000);
  std::uint64_t overlapping = 0;
  for (std::uint64_t seed = 1; seed <= histories; ++seed) {
    const History history = recorded(seed);
    for (const Step& step : history)
      overlapping += step.kind != Kind::begin && step.to - step.from > 1 ? 1 : 0;
    if (Search(history).explains()) continue;
    FAIL("no order explains history " << seed << ":\n" << shown(history));
  }
  WARN(histories << " histories, " << overlapping << " steps with others at the same time");
}

TEST_CASE("a history that no order explains is found") {
  const auto step = [](Kind kind, const char* text, const char* answer, int from, int to) {
    return Step{kind, "default", "A", text, answer, from, to};
  };
  const History lost_write = {step(Kind::write, "v1", "v1", 0, 1), step(Kind::read, "", "null", 2, 3)};
  const History back_in_time = {step(Kind::write, "v1", "v1", 0, 9), step(Kind::read, "", "v1", 1, 2),
                                step(Kind::read, "", "null", 3, 4)};
  const History twice_one_id = {step(Kind::write, "v1", "v1", 0, 1),
                                step(Kind::sign, "x", "3000000001", 2, 3),
                                step(Kind::sign, "y", "3000000001", 4, 5)};
  const History half_a_snapshot = {step(Kind::write, "v1", "v1", 0, 1), step(Kind::snapshot, "s", "0", 2, 3)};
  for (const History& history : {lost_write, back_in_time, twice_one_id, half_a_snapshot}) {
    INFO(shown(history));
    CHECK_FALSE(Search(history).explains());
  }
  const History sound = {step(Kind::write, "v1", "v1", 0, 9), step(Kind::read, "", "null", 1, 2),
                         step(Kind::read, "", "v1", 3, 4)};
  CHECK(Search(sound).explains());
}

}  // namespace sellsign::history_concurrency_test
