#include "http/live.h"

#include <algorithm>
#include <charconv>
#include <deque>
#include <mutex>
#include <random>
#include <stdexcept>
#include <vector>

#include "http/refusals.h"

namespace fx::http {
namespace {

using Encoded = std::shared_ptr<const std::string>;

std::string random_epoch() {
  std::random_device random;
  char out[16];
  const char* end = std::to_chars(out, out + sizeof(out), random(), 36).ptr;
  return std::string(static_cast<const char*>(out), end);
}

void append_field(std::string& out, std::string_view field, std::string_view value) {
  out.append(field).append(": ").append(value).append("\n");
}

std::string encode(const std::string& id, std::string_view name, std::string_view data) {
  std::string out;
  if (!id.empty()) append_field(out, "id", id);
  append_field(out, "event", name);
  // CR, LF and CRLF all end a line of the stream; each line of data needs its own field.
  for (;;) {
    const auto end = data.find_first_of("\r\n");
    append_field(out, "data", data.substr(0, end));
    if (end == std::string_view::npos) break;
    const bool crlf = data[end] == '\r' && end + 1 < data.size() && data[end + 1] == '\n';
    data.remove_prefix(end + (crlf ? 2 : 1));
  }
  out += '\n';
  return out;
}

}  // namespace

struct LiveHub::State {
  struct Kept {
    std::uint64_t number;
    LiveEvent event;
    Encoded encoded;
  };

  explicit State(LiveOptions o) : options(o), epoch(random_epoch()) {}

  const LiveOptions options;
  const std::string epoch;
  std::mutex mutex;
  std::uint64_t last = 0;
  std::deque<Kept> ring;
  std::size_t ring_bytes = 0;
  std::vector<Subscriber*> subscribers;
  Counts counts;
  bool closed = false;
};

class LiveHub::Subscriber final : public LiveBody {
 public:
  Subscriber(std::shared_ptr<State> state, Sees sees, std::string owner)
      : state_(std::move(state)),
        sees_(std::move(sees)),
        owner_(std::move(owner)),
        greeting_("retry: " + std::to_string(state_->options.retry.count()) + "\n\n") {}
  ~Subscriber() override { leave(); }

  // The calls below up to take() are made under state_->mutex.
  bool offer(const LiveEvent& event, const Encoded& encoded) {
    if (over_ || !sees_(event)) return false;
    if (queue_.size() >= state_->options.queued_events ||
        queued_bytes_ + encoded->size() > state_->options.queued_bytes) {
      ++state_->counts.dropped;
      end();
      return false;
    }
    push(encoded);
    return true;
  }
  void push(const Encoded& encoded) {
    queue_.push_back(encoded);
    queued_bytes_ += encoded->size();
    if (queue_.size() == 1) wake();
  }
  void end() {
    over_ = true;
    queue_.clear();
    queued_bytes_ = 0;
    wake();
  }
  void resume(std::string_view last_id) {
    if (last_id.empty()) return;
    std::uint64_t seen = 0;
    const std::string prefix = state_->epoch + "-";
    const bool ours =
        last_id.substr(0, prefix.size()) == prefix &&
        std::from_chars(last_id.data() + prefix.size(), last_id.data() + last_id.size(), seen)
                .ptr == last_id.data() + last_id.size();
    const std::uint64_t first =
        state_->ring.empty() ? state_->last + 1 : state_->ring.front().number;
    bool complete = ours && seen <= state_->last && seen + 1 >= first;
    if (complete) {
      for (const State::Kept& kept : state_->ring) {
        if (kept.number <= seen || !sees_(kept.event)) continue;
        if (queue_.size() >= state_->options.queued_events ||
            queued_bytes_ + kept.encoded->size() > state_->options.queued_bytes) {
          complete = false;
          break;
        }
        push(kept.encoded);
      }
    }
    if (complete) {
      state_->counts.delivered += queue_.size();
      return;
    }
    queue_.clear();
    queued_bytes_ = 0;
    push(std::make_shared<const std::string>(
        encode(state_->epoch + "-" + std::to_string(state_->last), "resync", "{}")));
  }
  [[nodiscard]] const std::string& owner() const { return owner_; }

  void attach(std::function<void()> wake) override {
    const std::lock_guard lock(state_->mutex);
    wake_ = std::move(wake);
  }
  bool take(std::string& out) override {
    const std::lock_guard lock(state_->mutex);
    out += greeting_;
    greeting_.clear();
    for (const Encoded& encoded : queue_) out += *encoded;
    queue_.clear();
    queued_bytes_ = 0;
    return !over_;
  }
  [[nodiscard]] std::string_view heartbeat() const override { return ":\n\n"; }
  [[nodiscard]] std::chrono::milliseconds heartbeat_interval() const override {
    return state_->options.heartbeat;
  }
  void detach() noexcept override { leave(); }

 private:
  void wake() {
    if (wake_) wake_();
  }
  void leave() noexcept {
    const std::lock_guard lock(state_->mutex);
    wake_ = nullptr;
    over_ = true;
    auto& all = state_->subscribers;
    const auto self = std::find(all.begin(), all.end(), this);
    if (self == all.end()) return;
    *self = all.back();
    all.pop_back();
  }

  const std::shared_ptr<State> state_;
  const Sees sees_;
  const std::string owner_;
  std::string greeting_;
  std::function<void()> wake_;
  std::deque<Encoded> queue_;
  std::size_t queued_bytes_ = 0;
  bool over_ = false;
};

LiveHub::LiveHub(LiveOptions options) : state_(std::make_shared<State>(options)) {}

LiveHub::~LiveHub() {
  const std::lock_guard lock(state_->mutex);
  state_->closed = true;
  for (Subscriber* subscriber : state_->subscribers) subscriber->end();
}

Response LiveHub::subscribe(const Request& request, Sees sees, std::string owner) {
  auto subscriber = std::make_shared<Subscriber>(state_, std::move(sees), std::move(owner));
  {
    const std::lock_guard lock(state_->mutex);
    if (state_->closed || state_->subscribers.size() >= state_->options.max_subscribers) {
      return refused(refuse(kBusy), request);
    }
    subscriber->resume(request.header("Last-Event-ID").value_or(""));
    state_->subscribers.push_back(subscriber.get());
  }
  return Response::live(std::move(subscriber));
}

std::uint64_t LiveHub::publish(const LiveEvent& event) {
  if (!is_token(event.name)) throw std::invalid_argument("not a name for a live event");
  const std::lock_guard lock(state_->mutex);
  const std::uint64_t number = ++state_->last;
  ++state_->counts.published;
  const auto encoded = std::make_shared<const std::string>(
      encode(state_->epoch + "-" + std::to_string(number), event.name, event.data));
  for (Subscriber* subscriber : state_->subscribers) {
    if (subscriber->offer(event, encoded)) ++state_->counts.delivered;
  }
  state_->ring.push_back({number, event, encoded});
  state_->ring_bytes += encoded->size();
  while (state_->ring.size() > state_->options.kept_events ||
         (state_->ring_bytes > state_->options.kept_bytes && !state_->ring.empty())) {
    state_->ring_bytes -= state_->ring.front().encoded->size();
    state_->ring.pop_front();
  }
  return number;
}

void LiveHub::close(std::string_view owner) {
  const std::lock_guard lock(state_->mutex);
  for (Subscriber* subscriber : state_->subscribers) {
    if (subscriber->owner() == owner) subscriber->end();
  }
}

LiveHub::Counts LiveHub::counts() const {
  const std::lock_guard lock(state_->mutex);
  Counts out = state_->counts;
  out.subscribers = state_->subscribers.size();
  return out;
}

}  // namespace fx::http
