// A fixed number of threads behind a bounded queue. What does not fit is refused, so that under
// too much load the server says so at once instead of answering everyone too late.
#pragma once

#include <atomic>
#include <condition_variable>
#include <cstddef>
#include <deque>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

namespace fx::http {

class Job {
 public:
  virtual ~Job() = default;
  virtual void run() noexcept = 0;
};

class WorkerPool {
 public:
  WorkerPool(std::size_t threads, std::size_t queue_bound);
  ~WorkerPool();  // stop()
  WorkerPool(const WorkerPool&) = delete;
  WorkerPool& operator=(const WorkerPool&) = delete;

  // False if the queue is full or the pool is stopping.
  bool try_post(std::shared_ptr<Job> job);
  // For the next step of work that was let in before: not counted against the bound. Each such
  // piece of work has at most one step in the queue.
  bool post_next_step(std::shared_ptr<Job> job);
  // Waits for the jobs that run; forgets those that have not begun.
  void stop();
  [[nodiscard]] std::size_t queued() const { return queued_.load(std::memory_order_relaxed); }

 private:
  void work();
  bool post(std::shared_ptr<Job> job, bool bounded);

  const std::size_t bound_;
  std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<std::shared_ptr<Job>> queue_;
  std::size_t sleeping_ = 0;
  bool stopping_ = false;
  std::atomic<std::size_t> queued_{0};
  std::vector<std::thread> threads_;
};

}  // namespace fx::http
