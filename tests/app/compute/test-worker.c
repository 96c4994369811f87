/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/compute/sl-worker.h"

#include <string.h>

#include "model/support/sl-error.h"
#include "tests/model/engine-fixture.h"
#include "tests/wait.h"

/* Enough for a turn of the loop on a slow machine. */
#define LIMIT_US (20 * G_USEC_PER_SEC)
/* Duration of a slow evaluation: long compared with a turn of the loop. */
#define SLOW_US (30 * 1000)
/* Beyond this lgM0 the engine of the tests fails. */
#define FAILS_ABOVE 14.0

static const char *const observables[] = { "rest:LSST/g-r", "ew:OIII5007", NULL };
static const char *const histories[] = { "rest:LSST/g-r", NULL };
static const double epochs[] = { 1, 5, 13 };
static const char *ssp = "ssp_tiny.h5";

static int n_evaluated; /* atomic */

static gboolean
slow_evaluate (SlEngine *engine, const SlRequest *request, SlResult *result, GError **error)
{
  g_atomic_int_inc (&n_evaluated);
  g_usleep (SLOW_US);
  return sl_engine_cpu.evaluate (engine, request, result, error);
}

/* Stays in the evaluation until the test opens the gate, independent of time. */
static int gate; /* atomic: 1 open */

static gboolean
gated_evaluate (SlEngine *engine, const SlRequest *request, SlResult *result, GError **error)
{
  g_atomic_int_inc (&n_evaluated);
  while (!g_atomic_int_get (&gate))
    g_usleep (500);
  return sl_engine_cpu.evaluate (engine, request, result, error);
}

static gboolean
failing_evaluate (SlEngine *engine, const SlRequest *request, SlResult *result, GError **error)
{
  g_atomic_int_inc (&n_evaluated);
  if (request->galaxy.value[SL_PARAM_LOGM0] > FAILS_ABOVE)
    {
      g_set_error (error, SL_ERROR, SL_ERROR_ENGINE, "too heavy");
      return FALSE;
    }
  return sl_engine_cpu.evaluate (engine, request, result, error);
}

typedef struct {
  SlWorker *worker;
  guint n_loaded, n_failed, n_results, n_errors;
  guint64 generation, timed;
  gboolean last, ordered;
  SlRequestFlags want;
  double logm0, colour, took_s;
  char *message;
} Client;

static void
loaded_cb (Client *f)
{
  f->n_loaded++;
  g_assert_nonnull (sl_worker_get_engine (f->worker));
  g_assert_nonnull (sl_worker_get_filters (f->worker));
  g_assert_nonnull (sl_worker_get_description (f->worker));
}

static void
keep_message (Client *f, const GError *error)
{
  g_free (f->message);
  f->message = g_strdup (error->message);
}

static void
failed_cb (Client *f, GError *error)
{
  f->n_failed++;
  keep_message (f, error);
}

static void
error_cb (Client *f, GError *error)
{
  f->n_errors++;
  keep_message (f, error);
}

static void
result_cb (Client *f, const SlWorkerAnswer *answer)
{
  g_assert_cmpuint (f->n_loaded, ==, 1);
  f->n_results++;
  f->ordered &= answer->generation >= f->generation;
  f->generation = answer->generation;
  f->last = answer->last;
  f->want = answer->request->flags;
  f->logm0 = answer->request->galaxy.value[SL_PARAM_LOGM0];
  f->colour = answer->result->obs[0];
  /* The deferred answer includes the time of the first one. */
  g_assert_cmpfloat (answer->took_s, >=, answer->result->total_s);
  g_assert_true (answer->generation != f->timed || answer->took_s >= f->took_s);
  f->timed = answer->generation;
  f->took_s = answer->took_s;
  g_assert_cmpint (answer->posted_us, <=, g_get_monotonic_time ());
}

static void
start (Client *f, const SlEngineClass *klass, const char *file)
{
  g_autofree char *templates = g_build_filename (g_getenv ("SL_DATA"), file, NULL);
  g_autofree char *filters = g_build_filename (g_getenv ("SL_DATA"), "filters.h5", NULL);
  SlWorkerConfig config = { .klass = klass, .templates_path = templates, .filters_path = filters,
                            .observables = observables, .history_observables = histories,
                            .n_epochs = G_N_ELEMENTS (epochs), .epochs = epochs, .threads = 1 };

  memset (f, 0, sizeof *f);
  f->ordered = TRUE;
  g_atomic_int_set (&n_evaluated, 0);
  f->worker = sl_worker_new (&config);
  g_signal_connect_swapped (f->worker, "loaded", G_CALLBACK (loaded_cb), f);
  g_signal_connect_swapped (f->worker, "failed", G_CALLBACK (failed_cb), f);
  g_signal_connect_swapped (f->worker, "error", G_CALLBACK (error_cb), f);
  g_signal_connect_swapped (f->worker, "result", G_CALLBACK (result_cb), f);
}

static void
stop (Client *f)
{
  guint results = f->n_results;

  g_assert_true (f->ordered);
  g_assert_finalize_object (f->worker);
  /* A worker that is gone emits nothing. */
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_cmpuint (f->n_results, ==, results);
  g_clear_pointer (&f->message, g_free);
}

static SlRequest
request_for (double logm0, SlRequestFlags want)
{
  SlRequest request = { .flags = want, .tangents = sl_param_set_of (SL_PARAM_LOGM0) };

  sl_galaxy_init (&request.galaxy);
  request.galaxy.value[SL_PARAM_LOGM0] = logm0;
  return request;
}

static void
test_answers (void)
{
  SlRequest request = request_for (12.5, SL_REQUEST_OBSERVABLES | SL_REQUEST_SED);
  Client f;

  start (&f, &sl_engine_cpu, ssp);
  /* Before it is loaded. */
  g_assert_null (sl_worker_get_engine (f.worker));
  g_assert_cmpuint (sl_worker_post (f.worker, &request, NULL), ==, 1);
  WAIT (f.n_results == 1);
  g_assert_true (f.last);
  g_assert_cmpfloat (f.logm0, ==, 12.5);

  /* The same numbers as without a thread. */
  {
    Fixture plain = { 0 };

    fixture_set_up (&plain, ssp,
                    (SlEngineConfig) { .observables = observables,
                                       .history_observables = histories,
                                       .n_epochs = G_N_ELEMENTS (epochs),
                                       .epochs = epochs,
                                       .threads = 1 });
    g_assert_true (sl_engine_evaluate (plain.engine, &request, plain.result, NULL));
    g_assert_cmpfloat (f.colour, ==, plain.result->obs[0]);
    fixture_tear_down (&plain, NULL);
  }
  stop (&f);
}

/* A waiting request is replaced: of twenty posted during an evaluation only the last is evaluated. */
static void
test_latest_wins (void)
{
  SlEngineClass gated = sl_engine_cpu;
  SlRequest request = request_for (11, SL_REQUEST_OBSERVABLES);
  Client f;
  guint64 last = 0;

  gated.evaluate = gated_evaluate;
  g_atomic_int_set (&gate, 0);
  start (&f, &gated, ssp);
  WAIT (f.n_loaded == 1);
  sl_worker_post (f.worker, &request, NULL);
  WAIT (g_atomic_int_get (&n_evaluated) == 1);
  for (int i = 1; i <= 20; i++)
    {
      request.galaxy.value[SL_PARAM_LOGM0] = 11 + 0.1 * i;
      last = sl_worker_post (f.worker, &request, NULL);
    }
  g_atomic_int_set (&gate, 1);
  WAIT (f.generation == last);
  g_assert_cmpfloat (f.logm0, ==, 13);
  g_assert_cmpint (g_atomic_int_get (&n_evaluated), ==, 2);
  stop (&f);
}

static void
test_two_parts (void)
{
  SlRequest first = request_for (12, SL_REQUEST_OBSERVABLES),
            deferred = request_for (12, SL_REQUEST_OBSERVABLES | SL_REQUEST_JACOBIAN);
  SlEngineClass slow = sl_engine_cpu;
  Client f;

  slow.evaluate = slow_evaluate;
  start (&f, &slow, ssp);
  sl_worker_post (f.worker, &first, &deferred);
  WAIT (f.n_results == 1);
  g_assert_false (f.last);
  g_assert_cmpint (f.want, ==, SL_REQUEST_OBSERVABLES);
  WAIT (f.n_results == 2);
  g_assert_true (f.last);
  g_assert_cmpint (f.want, ==, SL_REQUEST_OBSERVABLES | SL_REQUEST_JACOBIAN);

  /* A newer request comes before the deferred request of the older one. */
  sl_worker_post (f.worker, &first, &deferred);
  WAIT (f.n_results == 3);
  first.galaxy.value[SL_PARAM_LOGM0] = 13;
  g_assert_cmpuint (sl_worker_post (f.worker, &first, NULL), ==, 3);
  WAIT (f.generation == 3);
  g_assert_true (f.last);
  stop (&f);
}

/* Of several answers only the newest waits for delivery. */
static void
test_one_undelivered (void)
{
  SlEngineClass slow = sl_engine_cpu;
  Client f;

  slow.evaluate = slow_evaluate;
  start (&f, &slow, ssp);
  WAIT (f.n_loaded == 1);
  for (int i = 1; i <= 3; i++)
    {
      SlRequest request = request_for (11 + i, SL_REQUEST_OBSERVABLES);

      sl_worker_post (f.worker, &request, NULL);
      while (g_atomic_int_get (&n_evaluated) < i)
        g_usleep (1000);
    }
  /* The loop has not run since; the third is being evaluated, two are done. */
  WAIT (f.generation == 3);
  g_assert_cmpuint (f.n_results, <=, 2);
  g_assert_cmpfloat (f.logm0, ==, 14);
  stop (&f);
}

static void
test_shutdown_while_busy (void)
{
  SlEngineClass slow = sl_engine_cpu;

  slow.evaluate = slow_evaluate;
  for (int i = 0; i < 10; i++)
    {
      SlRequest request = request_for (12, SL_REQUEST_OBSERVABLES);
      Client f;

      start (&f, &slow, ssp);
      sl_worker_post (f.worker, &request, &request);
      /* At different moments: while it loads, evaluates, has an answer to deliver. */
      if (i > 2)
        {
          WAIT (g_atomic_int_get (&n_evaluated) > 0);
          g_usleep ((gulong) (i - 3) * SLOW_US / 3);
        }
      stop (&f);
    }
}

static void
test_load_failure (void)
{
  SlRequest request = request_for (12, SL_REQUEST_OBSERVABLES);
  Client f;

  start (&f, &sl_engine_cpu, "no-such-file.h5");
  sl_worker_post (f.worker, &request, NULL);
  WAIT (f.n_failed == 1);
  g_assert_nonnull (strstr (f.message, "no-such-file.h5"));
  g_assert_null (sl_worker_get_engine (f.worker));
  g_assert_cmpuint (f.n_loaded, ==, 0);
  stop (&f);
}

static void
test_goes_on_after_error (void)
{
  SlEngineClass failing = sl_engine_cpu;
  SlRequest bad = request_for (15, SL_REQUEST_OBSERVABLES), good = request_for (12, SL_REQUEST_OBSERVABLES);
  Client f;

  failing.evaluate = failing_evaluate;
  start (&f, &failing, ssp);
  sl_worker_post (f.worker, &bad, &bad);
  WAIT (f.n_errors == 1);
  g_assert_cmpstr (f.message, ==, "too heavy");
  sl_worker_post (f.worker, &good, NULL);
  WAIT (f.n_results == 1);
  g_assert_cmpfloat (f.logm0, ==, 12);
  /* After a failure the deferred request is not tried. */
  g_assert_cmpint (g_atomic_int_get (&n_evaluated), ==, 2);
  stop (&f);
}

/* A drag: requests at random moments. The last one gets both answers, the order is kept. */
static void
test_drag (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (3);
  Client f;
  guint64 last = 0;

  start (&f, &sl_engine_cpu, ssp);
  for (int i = 0; i < 300; i++)
    {
      SlRequest first =
          request_for (g_rand_double_range (rand, 10, 15), SL_REQUEST_OBSERVABLES | SL_REQUEST_HISTORIES);
      SlRequest deferred = first;

      deferred.flags = SL_REQUEST_ALL;
      deferred.tangents = sl_param_set_all ();
      last = sl_worker_post (f.worker, &first, &deferred);
      if (g_rand_boolean (rand))
        g_usleep ((gulong) g_rand_int_range (rand, 0, 2000));
      while (g_rand_boolean (rand) && g_main_context_iteration (NULL, FALSE))
        ;
    }
  WAIT (f.generation == last && f.last);
  g_assert_cmpint (f.want, ==, SL_REQUEST_ALL);
  g_assert_cmpuint (f.n_errors, ==, 0);
  stop (&f);
}

/* A job with counted steps; the worker answers between them. */
typedef struct {
  guint steps, want_steps, done, freed;
  gboolean fails, failed;
  int go; /* atomic: steps that may run */
} Work;

static gboolean
work_step (SlEngine *engine, gpointer data, GError **error)
{
  Work *work = data;

  g_assert_nonnull (engine);
  while (g_atomic_int_get (&work->go) <= 0)
    g_usleep (500);
  g_atomic_int_add (&work->go, -1);
  if (work->fails)
    {
      g_set_error (error, SL_ERROR, SL_ERROR_ENGINE, "no more");
      return FALSE;
    }
  return ++work->steps < work->want_steps;
}

static void
work_done (gpointer data, const GError *error, gpointer user_data)
{
  Work *work = data;

  g_assert_true (work == user_data);
  work->done++;
  work->failed = error != NULL;
}

static void
work_free (gpointer data)
{
  ((Work *) data)->freed++;
}

static void
test_jobs (void)
{
  SlRequest request = request_for (12.0, SL_REQUEST_OBSERVABLES);
  Work work = { .want_steps = 3 }, failing = { .fails = TRUE, .go = 1 }, cancelled = { .want_steps = 1000 },
       queued = { 0 };
  guint id;
  Client f;

  start (&f, &sl_engine_cpu, ssp);
  sl_worker_post (f.worker, &request, NULL);
  WAIT (f.n_results == 1);
  sl_worker_run (f.worker, work_step, &work, work_free, work_done, &work);
  /* An answer waits for one step, not for all. */
  sl_worker_post (f.worker, &request, NULL);
  g_atomic_int_set (&work.go, 1);
  WAIT (f.n_results == 2);
  g_assert_cmpuint (work.done, ==, 0);
  g_atomic_int_add (&work.go, 2);
  WAIT (work.done == 1);
  g_assert_cmpuint (work.steps, ==, 3);
  g_assert_cmpuint (work.freed, ==, 1);
  g_assert_false (work.failed);

  sl_worker_run (f.worker, work_step, &failing, work_free, work_done, &failing);
  WAIT (failing.freed == 1);
  g_assert_true (failing.failed);

  id = sl_worker_run (f.worker, work_step, &cancelled, work_free, work_done, &cancelled);
  g_atomic_int_set (&cancelled.go, 1);
  sl_worker_cancel (f.worker, id);
  g_atomic_int_set (&cancelled.go, 1);
  WAIT (cancelled.freed == 1);
  g_assert_cmpuint (cancelled.done, ==, 0);
  sl_worker_cancel (f.worker, id);

  /* A job that never ran is freed with the worker; the job before it has no end. */
  g_atomic_int_set (&work.go, 0);
  work.steps = 0;
  work.want_steps = G_MAXUINT;
  sl_worker_run (f.worker, work_step, &work, work_free, work_done, &work);
  sl_worker_run (f.worker, work_step, &queued, work_free, work_done, &queued);
  g_atomic_int_set (&work.go, 1);
  g_assert_cmpuint (queued.steps, ==, 0);
  g_atomic_int_set (&work.go, G_MAXINT);
  stop (&f);
  g_assert_cmpuint (queued.freed, ==, 1);
  g_assert_cmpuint (work.freed, ==, 2);
}

/* Waiting for an answer ends after the timeout, and at once if nothing is requested. */
static void
test_wait (void)
{
  SlRequest request = request_for (12.0, SL_REQUEST_OBSERVABLES);
  SlEngineClass klass = sl_engine_cpu;
  gint64 began;
  Client f;

  klass.evaluate = gated_evaluate;
  start (&f, &klass, ssp);
  sl_worker_wait (f.worker, LIMIT_US);
  g_assert_cmpuint (f.n_loaded, ==, 0);
  WAIT (f.n_loaded == 1);
  began = g_get_monotonic_time ();
  sl_worker_wait (f.worker, LIMIT_US);
  g_assert_cmpint (g_get_monotonic_time () - began, <, LIMIT_US / 2);
  g_atomic_int_set (&gate, 0);
  sl_worker_post (f.worker, &request, NULL);
  sl_worker_wait (f.worker, 1000);
  g_assert_cmpuint (f.n_results, ==, 0);
  g_atomic_int_set (&gate, 1);
  sl_worker_wait (f.worker, LIMIT_US);
  g_assert_cmpuint (f.n_results, ==, 1);
  g_assert_cmpuint (f.generation, ==, 1);
  stop (&f);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/worker/answers", test_answers);
  g_test_add_func ("/worker/latest-wins", test_latest_wins);
  g_test_add_func ("/worker/two-parts", test_two_parts);
  g_test_add_func ("/worker/one-undelivered", test_one_undelivered);
  g_test_add_func ("/worker/shutdown-while-busy", test_shutdown_while_busy);
  g_test_add_func ("/worker/load-failure", test_load_failure);
  g_test_add_func ("/worker/goes-on-after-error", test_goes_on_after_error);
  g_test_add_func ("/worker/drag", test_drag);
  g_test_add_func ("/worker/jobs", test_jobs);
  g_test_add_func ("/worker/wait", test_wait);
  return g_test_run ();
}
