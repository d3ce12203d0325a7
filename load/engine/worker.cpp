#include "load/engine/worker.h"

#include <algorithm>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include "base/random.h"
#include "base/timer_queue.h"
#include "load/engine/judge.h"
#include "load/engine/session.h"

namespace sellsign::load {
namespace {

using http::Finished;
using std::chrono::nanoseconds;
using Time = http::Exchanges::Time;
using namespace std::chrono_literals;

constexpr nanoseconds k_look_up = 100ms;   ///< how soon a worker notices that it should stop
constexpr nanoseconds k_back_off = 100ms;  ///< of a user who found no connection
constexpr nanoseconds k_patience = 2s;     ///< how long it waits for answers after it was told to stop
constexpr std::uint64_t k_check_stream = 0x636865636B73;  // the random sequence for sampling checks

class Worker {
 public:
  Worker(const WorkPlan& plan, http::Exchanges& exchanges, SliceQueue& queue, std::atomic<StopReason>& stop)
      : plan_(plan),
        options_(*plan.options),
        profile_(plan.options->profile),
        exchanges_(exchanges),
        queue_(queue),
        stop_(stop),
        pacer_(profile_, options_.seed),
        next_n_(plan.share),
        places_(std::max<std::size_t>(1, (profile_.max_in_flight + plan.of - 1) / plan.of)),
        free_(plan.scenarios.size()) {
    for (std::size_t i = 0; i < plan.scenarios.size(); ++i)
      for (std::uint64_t turn = 0; turn < plan.scenarios[i].weight; ++turn) turns_.push_back({i, turn});
    end_ = plan.start + profile_.duration();
    drain_at_ = end_ + options_.timeout;
    cut_ = drain_at_ + options_.timeout + 1s;
    begin_slice(0);
    if (is_open())
      next_start_ = pacer_.start_of(next_n_);
    else
      seat_users();
  }

  void run() {
    on_finished_ = [this](const Finished& over) { on_finished(over); };
    if (plan_.usage) usage_ = used();
    for (;;) {
      Time now = exchanges_.now();
      if (now >= slice_end_) flush(now);
      notice_stop(now);
      start_due(now);
      resume_due(now);
      while (!unsendable_.empty()) fail_unsendable();
      if (is_over(now)) break;
      const auto [until, exact] = next_event();
      any_finished_ = false;
      exchanges_.wait(until, on_finished_);
      now = exchanges_.now();
      if (exact && !any_finished_ && now >= until) slice_.overshoot.record(now - until);
    }
    cut_what_is_under_way();
    count_unmade();
    count_until_the_end();
    flush(exchanges_.now());
  }

 private:
  /// Whose turn an iteration is: scenario, and which of the scenario's turns in one round.
  struct Turn {
    std::size_t scenario;
    std::uint64_t number;
  };
  struct Resume {
    std::size_t session;
    std::uint64_t serial;
  };
  /// A user of a closed model who is to start.
  struct Seat {
    std::uint64_t user;
    Time due;
  };

  bool is_open() const { return profile_.model == Model::open; }
  bool is_stopping() const { return stop_.load(std::memory_order_relaxed) != StopReason::none; }
  nanoseconds since_start(Time when) const { return when - plan_.start; }
  SlicePart& part_of(bool warmup) { return warmup ? slice_.warmup : slice_.measured; }
  bool in_warmup(Time intended) const { return since_start(intended) < profile_.warmup; }

  // --- starting

  void seat_users() {
    const auto users = static_cast<std::uint64_t>(profile_.peak());
    for (std::uint64_t user = plan_.share; user < users; user += plan_.of) seat(user, plan_.start);
  }

  void start_due(Time now) {
    if (!may_start() || now < paused_until_) return;
    if (is_open())
      start_arrivals(now);
    else
      while (const auto seat = waiting_.pop_due(now)) start_user(*seat);
  }

  void start_arrivals(Time now) {
    while (next_start_ && plan_.start + *next_start_ <= now) {
      const Time intended = plan_.start + *next_start_;
      Starts& starts = part_of(in_warmup(intended)).starts;
      if (in_flight_ >= places_) {
        if (profile_.on_full == OnFull::queue) {
          was_full_ = true;
          return;
        }
        if (profile_.on_full == OnFull::abort) return stop_for(stop_, StopReason::full);
        ++starts.intended;
        ++starts.dropped;
      } else {
        ++starts.intended;
        if (freed_at_ > intended) ++starts.queued;
        if (!begin(next_n_, 0, intended, std::max({intended, freed_at_, paused_until_}))) {
          --starts.intended;
          return;
        }
      }
      next_n_ += plan_.of;
      next_start_ = pacer_.start_of(next_n_);
    }
  }

  /// Lets a user start at `due`, or as soon after it as the profile has work for that user.
  void seat(std::uint64_t user, Time due) {
    if (const auto from = work_from(profile_, user, since_start(due)))
      waiting_.add(plan_.start + *from, {user, plan_.start + *from});
  }

  void start_user(const Seat& seat) {
    if (profile_.iterations && next_n_ >= *profile_.iterations) return;
    const std::uint64_t n = std::exchange(next_n_, next_n_ + plan_.of);
    std::uint64_t& intended = part_of(in_warmup(seat.due)).starts.intended;
    ++intended;
    if (begin(n, seat.user, seat.due, std::max(seat.due, paused_until_))) return;
    --intended;
    next_n_ = n;
  }

  /// Starts an iteration that could have started at `ready`. False when that ends the run.
  bool begin(std::uint64_t n, std::uint64_t user, Time intended, Time ready) {
    const Turn turn = turns_[n % turns_.size()];
    const std::uint64_t local = n / turns_.size() * plan_.scenarios[turn.scenario].weight + turn.number;
    const std::size_t key = take_session(turn.scenario);
    Session& session = *sessions_[key];
    if (!session.begin(n, local, options_.seed, options_.run_id)) {
      free_[turn.scenario].push_back(key);
      stop_for(stop_, StopReason::feeder);
      return false;
    }
    session.user = user;
    session.intended = intended;
    session.warmup = in_warmup(intended);
    session.checked =
        profile_.check_share >= 1 || chance_at(options_.seed ^ k_check_stream, n) <= profile_.check_share;
    SlicePart& part = part_of(session.warmup);
    ++part.iterations.started;
    ++in_flight_;
    const nanoseconds late = exchanges_.now() - ready;
    part.starts.lateness.record(std::max(late, nanoseconds{}));
    if (late > options_.late_limit) ++part.starts.late;
    go_on(key);
    return true;
  }

  std::size_t take_session(std::size_t scenario) {
    if (free_[scenario].empty()) {
      sessions_.push_back(std::make_unique<Session>(plan_.scenarios[scenario]));
      return sessions_.size() - 1;
    }
    const std::size_t key = free_[scenario].back();
    free_[scenario].pop_back();
    return key;
  }

  // --- sending

  /// Sends the session's next request, now or as soon as it may be sent; ends the iteration when there is
  /// none.
  void go_on(std::size_t key) {
    Session& session = *sessions_[key];
    const auto& requests = session.scenario().requests;
    for (; session.at < requests.size(); ++session.at) {
      const PreparedRequest& request = requests[session.at];
      if (over_ || (!request.finally && (session.given_up || is_draining()))) {
        session.cut = session.cut || over_ || !session.given_up;
        continue;
      }
      session.set_case(request);
      if (session.can_render(request)) return send_when_allowed(key);
    }
    end_iteration(key);
  }

  void send_when_allowed(std::size_t key) {
    Time when = paused_until_;
    if (plan_.max_rate > 0) {
      when = std::max({when, next_allowed_, exchanges_.now()});
      next_allowed_ =
          when + std::chrono::duration_cast<nanoseconds>(std::chrono::duration<double>(1 / plan_.max_rate));
    }
    if (when > exchanges_.now())
      resumed_.add(when, {key, sessions_[key]->serial});
    else
      send(key);
  }

  void send(std::size_t key) {
    Session& session = *sessions_[key];
    const PreparedRequest& request = session.request();
    auto bytes = session.render(request);
    session.bytes_out = bytes ? bytes->size() : 0;
    ++part_of(session.warmup).steps[request.row].tally.sent;
    if (bytes)
      exchanges_.send(key, *std::move(bytes), request.is_head, exchanges_.now() + options_.timeout);
    else
      unsendable_.emplace_back(key, std::move(bytes.error()));
  }

  /// What its values keep from being sent fails as if it had been.
  void fail_unsendable() {
    for (const auto& [key, error] : std::exchange(unsendable_, {})) {
      sessions_[key]->met_nobody = true;
      const Time now = exchanges_.now();
      on_finished({key, now, now, nullptr, &error});
    }
  }

  void resume_due(Time now) {
    while (const auto resume = resumed_.pop_due(now))
      if (sessions_[resume->session]->serial == resume->serial) send(resume->session);
  }

  // --- answers

  void on_finished(const Finished& over) {
    any_finished_ = true;
    last_end_ = over.ended;
    const auto key = static_cast<std::size_t>(over.key);
    Session& session = *sessions_[key];
    const PreparedRequest& request = session.request();
    StepSlice& step = part_of(session.warmup).steps[request.row];
    if (!std::exchange(session.sent_once, true)) session.began = over.sent;
    std::optional<StepSlice> attempt;  // what a retry may make good is kept apart until that is known
    if (request.step->retry) attempt.emplace();
    JudgedRequest judgement = judge(over, request, session, attempt ? *attempt : step);
    const bool again = judgement.ending != Ending::ok && !over.cut && sends_again(key, request, over.ended);
    if (again && over.reply != nullptr) {
      judgement.ending = Ending::repeated;
      attempt->broken.clear();
      attempt->tally.checks_made = attempt->tally.checks_broken = 0;
    }
    if (attempt) step.add(*attempt);
    if (options_.honour_retry_after && judgement.pause)
      paused_until_ = std::max(paused_until_, over.ended + *judgement.pause);
    step.tally.count(judgement.ending);
    if (over.resent) ++step.tally.resent;
    step.tally.bytes_in += over.bytes_in;
    if (judgement.ending != Ending::unreachable) step.tally.bytes_out += session.bytes_out;
    if (judgement.timed) slice_.counted_until = since_start(over.ended);
    if (judgement.timed && !again) record_times(over, session, step);
    ++slice_.requests;
    if (judgement.ending != Ending::ok && judgement.ending != Ending::repeated) ++slice_.errors;
    session.timed = session.timed && judgement.timed;
    session.met_nobody = session.met_nobody || judgement.ending == Ending::unreachable;
    if (over.cut) return cut_short(key);
    if (again) return;
    session.retry_until.reset();
    session.step_failed = session.step_failed || judgement.ending != Ending::ok;
    session.failed = session.failed || session.step_failed;
    if (request.last_case) {
      session.given_up = session.given_up || (session.step_failed && !request.finally);
      session.step_failed = false;
    }
    ++session.at;
    go_on(key);
  }

  /// A step's times end with its last attempt. What was cut took longer than it seems.
  void record_times(const Finished& over, const Session& session, StepSlice& step) {
    const bool never_left = over.cut && over.sent == over.ended;
    if (!never_left) record(step.service, over.ended - over.sent, over.cut);
    if (!never_left) record(slice_.service, over.ended - over.sent, over.cut);
    if (session.at == 0) record(step.response, over.ended - session.intended, over.cut);
  }

  static void record(Histogram& times, nanoseconds time, bool at_least) {
    if (at_least)
      times.record_at_least(time);
    else
      times.record(time);
  }

  /// Whether the request's step is one that is sent until its checks hold, and there is time for it.
  bool sends_again(std::size_t key, const PreparedRequest& request, Time ended) {
    if (!request.step->retry) return false;
    Session& session = *sessions_[key];
    if (!session.retry_until) session.retry_until = ended + request.step->retry->period;
    const Time next = ended + request.step->retry->every;
    if (next > *session.retry_until) return false;
    if (is_draining() && !request.finally) {
      session.cut = true;
      return false;
    }
    resumed_.add(next, {key, session.serial});
    return true;
  }

  void end_iteration(std::size_t key) {
    Session& session = *sessions_[key];
    IterationLoad& iterations = part_of(session.warmup).iterations;
    ++(session.cut ? iterations.cut : iterations.finished);
    if (!session.cut) ++slice_.finished;
    if (!session.cut && session.failed) ++iterations.failed;
    const Time ended = session.cut ? exchanges_.now() : last_end_;
    if (session.cut || (session.timed && session.sent_once)) {
      if (session.sent_once) record(iterations.service, ended - session.began, session.cut);
      record(iterations.response, ended - session.intended, session.cut);
      record(slice_.response, ended - session.intended, session.cut);
    }
    free_[static_cast<std::size_t>(&session.scenario() - plan_.scenarios.data())].push_back(key);
    ++session.serial;
    if (in_flight_-- >= places_ && std::exchange(was_full_, false)) freed_at_ = last_end_;
    const nanoseconds pause =
        session.met_nobody ? std::max(k_back_off, profile_.think_time) : profile_.think_time;
    if (!is_open()) seat(session.user, last_end_ + pause);
  }

  // --- the end

  void cut_short(std::size_t key) {
    sessions_[key]->cut = true;
    end_iteration(key);
  }

  /// Requests without an answer yet, then iterations that wait for their turn to send one.
  void cut_what_is_under_way() {
    if (in_flight_ == 0) return;
    over_ = true;
    slice_.counted_until = since_start(exchanges_.now());
    fail_unsendable();
    exchanges_.abandon(on_finished_);
    while (const auto resume = resumed_.pop_due(Time::max()))
      if (sessions_[resume->session]->serial == resume->serial) cut_short(resume->session);
  }

  // --- time

  bool is_draining() const { return draining_; }
  bool may_start() const { return !is_stopping() && !is_draining(); }

  /// Iterations that are under way may send their requests for half of the patience.
  void notice_stop(Time now) {
    if (is_stopping()) {
      drain_at_ = std::min(drain_at_, now + k_patience / 2);
      cut_ = std::min(cut_, now + k_patience);
    }
    draining_ = now >= drain_at_;
  }

  bool is_over(Time now) const {
    if (now >= cut_) return true;
    if (in_flight_ > 0) return false;
    if (!may_start()) return true;
    return is_open() ? !next_start_ : !waiting_.next() || is_done();
  }

  /// Whether as many iterations as the profile has have been started.
  bool is_done() const { return profile_.iterations && next_n_ >= *profile_.iterations; }

  /// When to look again, and whether a start is due then.
  std::pair<Time, bool> next_event() {
    const Time now = exchanges_.now();
    std::optional<Time> start;
    const bool can_start = in_flight_ < places_ || profile_.on_full != OnFull::queue;
    if (may_start() && is_open() && next_start_ && can_start) start = plan_.start + *next_start_;
    if (may_start() && !is_open() && !is_done()) start = waiting_.next();
    if (start) start = std::max(*start, paused_until_);
    const Time resume = resumed_.next().value_or(Time::max());
    const Time other = std::min({slice_end_, now + k_look_up, resume});
    if (start && *start <= other) return {*start, *start > now};
    return {other, false};
  }

  // --- slices

  void begin_slice(std::size_t number) {
    slice_ = queue_.take_empty();
    slice_.worker = plan_.share;
    slice_.number = number;
    slice_.measured.steps.resize(plan_.rows);
    slice_.warmup.steps.resize(plan_.rows);
    slice_begin_ = plan_.start + static_cast<std::int64_t>(number) * k_slice;
    slice_end_ = slice_begin_ + k_slice;
  }

  /// What the thread has used of its core for work, and waited for it with work to do.
  Usage used() const {
    Usage usage = plan_.usage();
    const http::SpinTime spun = exchanges_.spin_time();
    usage.running -= spun.on_core;
    usage.waiting -= spun.off_core;
    return usage;
  }

  void flush(Time now) {
    slice_.in_flight = in_flight_;
    slice_.length = std::min(now, slice_end_) - slice_begin_;
    if (plan_.usage) {
      const Usage now_used = used();
      slice_.usage = {std::max(nanoseconds{}, now_used.running - usage_.running),
                      std::max(nanoseconds{}, now_used.waiting - usage_.waiting)};
      slice_.usage_time = now - usage_at_.value_or(plan_.start);
      usage_ = now_used;
      usage_at_ = now;
    }
    queue_.put(std::move(slice_));
    begin_slice(static_cast<std::size_t>(std::max(nanoseconds{}, since_start(now)) / k_slice));
  }

  /// Starts that the profile intended and that never were made. Without rows none of those to come can be.
  void count_unmade() {
    const bool rowless = stop_.load() == StopReason::feeder;
    if (!is_open()) {
      if (rowless && profile_.iterations && !is_done())
        count_unmade(exchanges_.now(), (*profile_.iterations - next_n_ + plan_.of - 1) / plan_.of, rowless);
      return;
    }
    const Time last = rowless ? end_ : std::min(exchanges_.now(), end_);
    for (; next_start_ && plan_.start + *next_start_ <= last;
         next_start_ = pacer_.start_of(next_n_ += plan_.of))
      count_unmade(plan_.start + *next_start_, 1, rowless);
  }

  void count_unmade(Time intended, std::uint64_t count, bool rowless) {
    Starts& starts = part_of(in_warmup(intended)).starts;
    starts.intended += count;
    (rowless ? starts.rowless : starts.unstarted) += count;
  }

  /// A run that nothing stopped has counted to the end of its profile, even if nothing came about last.
  void count_until_the_end() {
    if (is_stopping())
      slice_.counted_until = std::max(slice_.counted_until, since_start(exchanges_.now()));
    else if (!is_done())
      slice_.counted_until = std::max(slice_.counted_until, since_start(end_));
  }

  const WorkPlan& plan_;
  const LoadOptions& options_;
  const Profile& profile_;
  http::Exchanges& exchanges_;
  SliceQueue& queue_;
  std::atomic<StopReason>& stop_;
  Pacer pacer_;
  std::function<void(const Finished&)> on_finished_;
  bool any_finished_ = false;

  std::uint64_t next_n_;
  std::optional<nanoseconds> next_start_;  // open model
  TimerQueue<Seat> waiting_;               // closed model
  TimerQueue<Resume> resumed_;
  std::vector<std::pair<std::size_t, Error>> unsendable_;  // keys
  std::size_t places_;
  std::size_t in_flight_ = 0;
  bool was_full_ = false;
  Time freed_at_, paused_until_, next_allowed_;
  Time end_, drain_at_, cut_;  // of the profile; of sending; of waiting for answers
  Time last_end_;              // of the last exchange
  bool draining_ = false;
  bool over_ = false;  // nothing is sent any more, not even by `finally`

  std::vector<Turn> turns_;
  std::vector<std::unique_ptr<Session>> sessions_;
  std::vector<std::vector<std::size_t>> free_;  // sessions, by scenario

  Slice slice_;
  Time slice_begin_, slice_end_;
  Usage usage_;
  std::optional<Time> usage_at_;
};

}  // namespace

void stop_for(std::atomic<StopReason>& stop, StopReason reason) {
  StopReason none = StopReason::none;
  stop.compare_exchange_strong(none, reason);
}

void run_worker(const WorkPlan& plan, http::Exchanges& exchanges, SliceQueue& queue,
                std::atomic<StopReason>& stop) {
  Worker(plan, exchanges, queue, stop).run();
}

}  // namespace sellsign::load
