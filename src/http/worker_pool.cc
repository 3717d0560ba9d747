#include "http/worker_pool.h"

#include <utility>

namespace fx::http {

WorkerPool::WorkerPool(std::size_t threads, std::size_t queue_bound) : bound_(queue_bound) {
  for (std::size_t i = 0; i < threads; ++i) threads_.emplace_back([this] { work(); });
}

WorkerPool::~WorkerPool() { stop(); }

bool WorkerPool::try_post(std::shared_ptr<Job> job) { return post(std::move(job), true); }

bool WorkerPool::post_next_step(std::shared_ptr<Job> job) { return post(std::move(job), false); }

bool WorkerPool::post(std::shared_ptr<Job> job, bool bounded) {
  bool wake = false;
  {
    const std::lock_guard lock(mutex_);
    if (stopping_ || (bounded && queue_.size() >= bound_)) return false;
    queue_.push_back(std::move(job));
    queued_.store(queue_.size(), std::memory_order_relaxed);
    wake = sleeping_ > 0;
  }
  if (wake) wake_.notify_one();
  return true;
}

void WorkerPool::stop() {
  std::deque<std::shared_ptr<Job>> forgotten;  // destroyed outside the lock
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
    forgotten.swap(queue_);
    queued_.store(0, std::memory_order_relaxed);
  }
  wake_.notify_all();
  for (std::thread& thread : threads_) {
    if (thread.joinable()) thread.join();
  }
}

void WorkerPool::work() {
  std::unique_lock lock(mutex_);
  for (;;) {
    while (queue_.empty() && !stopping_) {
      ++sleeping_;
      wake_.wait(lock);
      --sleeping_;
    }
    if (stopping_) return;
    auto job = std::move(queue_.front());
    queue_.pop_front();
    queued_.store(queue_.size(), std::memory_order_relaxed);
    lock.unlock();
    job->run();
    job.reset();
    lock.lock();
  }
}

}  // namespace fx::http
