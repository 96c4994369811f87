/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Engines by name, and sessions whose device is full, fails, or is missing. */
#include "app/compute/sl-engines.h"

#include "app/compute/sl-worker.h"
#include "gpu/host/sl-gpu-load.h"
#include "model/support/sl-error.h"
#include "tests/model/engine-fixture.h"
#include "tests/wait.h"

/* Enough for a turn of the loop on a slow machine. */
#define LIMIT_US (20 * G_USEC_PER_SEC)

/* The first evaluation has two runs of the device, as it makes the masses at epochs; later ones have one. */
#define FAIL_THIRD "4"

static const char *const names[] = { "rest:LSST/g-r", "ew:OIII5007", NULL };
static const double epochs[] = { 1, 5, 13 };

typedef struct {
  Library library;
  SlEngineConfig config;
} Setting;

static void
set_up (Setting *f, gconstpointer data)
{
  library_set_up (&f->library, "ssp_tiny.h5");
  f->config = (SlEngineConfig) { .templates = f->library.templates,
                                 .filters = f->library.filters,
                                 .observables = names,
                                 .history_observables = names,
                                 .epochs = epochs,
                                 .n_epochs = G_N_ELEMENTS (epochs),
                                 .threads = 1 };
}

static void
tear_down (Setting *f, gconstpointer data)
{
  library_tear_down (&f->library, data);
}

static SlRequest
request_for (double av)
{
  SlRequest request = { .flags = SL_REQUEST_ALL, .tangents = sl_param_set_all () };

  sl_galaxy_init (&request.galaxy);
  request.galaxy.value[SL_PARAM_AV_OLD] = av;
  return request;
}

/* A device engine that behaves as these variables say. */
static SlEngine *
new_guarded (const Setting *f, const char *variable, const char *value)
{
  g_autoptr (GError) error = NULL;
  SlEngine *engine;

  if (variable)
    g_setenv (variable, value, TRUE);
  engine = sl_engines_new ("auto", &f->config, &error);
  if (variable)
    g_unsetenv (variable);
  g_assert_no_error (error);
  return engine;
}

static void
test_names (Setting *f, gconstpointer data)
{
  g_autoptr (SlEngine) cpu = sl_engines_new ("cpu", &f->config, NULL),
                       cuda = sl_engines_new ("cuda", &f->config, NULL);
  g_autoptr (SlEngine) either = sl_engines_new ("auto", &f->config, NULL), other = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (sl_engines_have_device ());
  g_assert_true (g_str_has_prefix (sl_engine_describe (cpu), "CPU, 1 thread"));
  g_assert_cmpstr (sl_engine_describe (cuda), ==, "CUDA, emulated");
  g_assert_cmpstr (sl_engine_describe (either), ==, "CUDA, emulated");
  g_assert_cmpstr (sl_engines_name (either), ==, "cuda");
  g_assert_true (sl_engines_had_device (either));
  g_assert_null (sl_engines_new ("abacus", &f->config, &error));
  g_assert_error (error, SL_ERROR, SL_ERROR_ENGINE);
  g_clear_error (&error);
  /* A device that cannot be used is an error only if it was requested by name. */
  g_setenv ("STARLOOM_EMULATE_MEMORY", "1000", TRUE);
  g_assert_null (sl_engines_new ("cuda", &f->config, &error));
  g_assert_error (error, SL_ERROR, SL_ERROR_ENGINE);
  other = sl_engines_new ("auto", &f->config, NULL);
  g_assert_true (g_str_has_prefix (sl_engine_describe (other), "CPU"));
  g_assert_cmpstr (sl_engines_name (other), ==, "cpu");
  g_assert_false (sl_engines_had_device (other));
  g_assert_nonnull (strstr (sl_engines_lost (other)->message, "memory"));
  g_unsetenv ("STARLOOM_EMULATE_MEMORY");
}

static void
test_full (Setting *f, gconstpointer data)
{
  g_autoptr (SlEngine) engine = new_guarded (f, "STARLOOM_EMULATE_MEMORY", "1000"),
                       whole = new_guarded (f, NULL, NULL);

  g_assert_error (sl_engines_lost (engine), SL_ERROR, SL_ERROR_ENGINE);
  g_assert_true (g_str_has_prefix (sl_engine_describe (engine), "CPU"));
  g_assert_null (sl_engines_lost (whole));
  g_assert_cmpstr (sl_engine_describe (whole), ==, "CUDA, emulated");
}

/* If the device fails, that answer and all later ones are the CPU's. */
static void
test_lost (Setting *f, gconstpointer data)
{
  g_autoptr (SlEngine) engine = new_guarded (f, "STARLOOM_EMULATE_FAIL_RUN", FAIL_THIRD);
  g_autoptr (SlEngine) cpu = create_engine (&sl_engine_cpu, &f->config);
  g_autoptr (SlResult) a = sl_result_new (engine), b = sl_result_new (cpu);

  for (guint k = 1; k < 6; k++)
    {
      SlRequest request = request_for (0.1 * k);

      g_assert_true (sl_engine_evaluate (engine, &request, a, NULL)
                     && sl_engine_evaluate (cpu, &request, b, NULL));
      g_assert_cmpint (sl_engines_lost (engine) != NULL, ==, k >= 3);
      g_assert_true (g_str_has_prefix (sl_engine_describe (engine), k >= 3 ? "CPU" : "CUDA"));
      if (k < 3)
        continue;
      g_assert_cmpmem (a->sed, a->n_wave * sizeof (float), b->sed, b->n_wave * sizeof (float));
      g_assert_cmpmem (a->obs_jac, a->n_obs * SL_N_PARAMS * sizeof (double), b->obs_jac,
                       b->n_obs * SL_N_PARAMS * sizeof (double));
    }
  g_assert_nonnull (strstr (sl_engines_lost (engine)->message, "lost"));
}

/* A device that takes until this is unlocked. */
static GMutex slow;

static SlEngine *
create_slowly (const SlEngineConfig *config, GError **error)
{
  g_mutex_lock (&slow);
  g_mutex_unlock (&slow);
  return sl_gpu_load (NULL, NULL)->create (config, error);
}

static void
count_cb (const GError *refused, gpointer data)
{
  g_assert_no_error (refused);
  g_atomic_int_inc ((int *) data);
}

/* The CPU answers until the device is open; the first evaluation after that is the device's. */
static void
test_slow (Setting *f, gconstpointer data)
{
  SlEngineClass fake = sl_engine_cpu;
  g_autoptr (SlEngine) engine = NULL;
  g_autoptr (SlResult) result = NULL;
  SlRequest request = request_for (0.3);
  int calls = 0;

  fake.create = create_slowly;
  sl_engines_set_device (&fake);
  g_mutex_lock (&slow);
  engine = sl_engine_new (&sl_engine_guarded, &f->config, NULL);
  sl_engines_on_settled (engine, count_cb, &calls);
  result = sl_result_new (engine);
  g_assert_true (sl_engine_evaluate (engine, &request, result, NULL));
  g_assert_true (g_str_has_prefix (sl_engine_describe (engine), "CPU"));
  g_assert_null (sl_engines_lost (engine));
  g_assert_cmpint (g_atomic_int_get (&calls), ==, 0);
  g_mutex_unlock (&slow);
  sl_engines_wait (engine);
  request = request_for (0.4);
  g_assert_true (sl_engine_evaluate (engine, &request, result, NULL));
  g_assert_cmpint (g_atomic_int_get (&calls), ==, 1);
  g_assert_true (sl_engines_had_device (engine));
  sl_engines_set_device (NULL);
}

static gboolean
always_fails (SlEngine *engine, const SlRequest *request, SlResult *result, GError **error)
{
  g_set_error (error, SL_ERROR, SL_ERROR_ENGINE, "the device does not like this");
  return FALSE;
}

/* A request that no engine can evaluate is no loss of the device. */
static void
test_galaxy (Setting *f, gconstpointer data)
{
  SlEngineClass fake = sl_engine_cpu;
  g_autoptr (SlEngine) engine = NULL;
  g_autoptr (SlResult) result = NULL;
  g_autoptr (GError) error = NULL;
  SlRequest request = request_for (0.3);

  fake.evaluate = always_fails;
  sl_engines_set_device (&fake);
  engine = new_guarded (f, NULL, NULL);
  result = sl_result_new (engine);
  request.galaxy.value[SL_PARAM_REDSHIFT] = 1e4;
  g_assert_false (sl_engine_evaluate (engine, &request, result, &error));
  g_assert_error (error, SL_ERROR, SL_ERROR_PARAMETER);
  g_assert_null (sl_engines_lost (engine));
  request = request_for (0.3);
  g_assert_true (sl_engine_evaluate (engine, &request, result, NULL));
  g_assert_cmpstr (sl_engines_lost (engine)->message, ==, "the device does not like this");
  sl_engines_set_device (NULL);
}

/* --- a worker with such an engine ------------------------------------------- */

typedef struct {
  SlWorker *worker;
  guint n_loaded, n_results, n_errors, n_lost, n_engine;
  gboolean at_start;
  double av;
  char *message;
} Session;

static void
loaded_cb (Session *s)
{
  s->n_loaded++;
}

static void
lost_cb (Session *s, GError *error, gboolean at_start)
{
  g_assert_cmpuint (s->n_loaded, ==, 1);
  g_assert_true (g_str_has_prefix (sl_worker_get_description (s->worker), "CPU"));
  s->n_lost++;
  s->at_start = at_start;
  g_free (s->message);
  s->message = g_strdup (error->message);
}

static void
engine_cb (Session *s)
{
  const char *text = sl_worker_get_description (s->worker);

  /* The device is opened while the CPU answers, and may be lost again. */
  g_assert_true (g_str_has_prefix (text, s->n_engine % 2 ? "CPU" : "CUDA"));
  s->n_engine++;
}

static void
error_cb (Session *s, GError *error)
{
  s->n_errors++;
}

static void
result_cb (Session *s, const SlWorkerAnswer *answer)
{
  s->n_results++;
  s->av = answer->request->galaxy.value[SL_PARAM_AV_OLD];
}

static void
start (Session *s, const char *variable, const char *value)
{
  g_autofree char *templates = data_path ("ssp_tiny.h5"), *filters = data_path ("filters.h5");
  SlWorkerConfig config = { .klass = &sl_engine_guarded,
                            .templates_path = templates,
                            .filters_path = filters,
                            .observables = names,
                            .history_observables = names,
                            .n_epochs = G_N_ELEMENTS (epochs),
                            .epochs = epochs,
                            .threads = 1 };

  *s = (Session){ 0 };
  g_setenv (variable, value, TRUE);
  s->worker = sl_worker_new (&config);
  g_signal_connect_swapped (s->worker, "loaded", G_CALLBACK (loaded_cb), s);
  g_signal_connect_swapped (s->worker, "engine", G_CALLBACK (engine_cb), s);
  g_signal_connect_swapped (s->worker, "lost", G_CALLBACK (lost_cb), s);
  g_signal_connect_swapped (s->worker, "error", G_CALLBACK (error_cb), s);
  g_signal_connect_swapped (s->worker, "result", G_CALLBACK (result_cb), s);
}

static void
stop (Session *s)
{
  g_object_unref (s->worker);
  g_free (s->message);
}

/* The worker continues, tells once, and no answer is missing. */
static void
test_session (Setting *f, gconstpointer data)
{
  Session s;

  start (&s, "STARLOOM_EMULATE_FAIL_RUN", FAIL_THIRD);
  WAIT (s.n_loaded == 1);
  sl_engines_wait (sl_worker_get_engine (s.worker));
  g_unsetenv ("STARLOOM_EMULATE_FAIL_RUN");
  for (guint k = 1; k < 7; k++)
    {
      SlRequest request = request_for (0.1 * k);

      sl_worker_post (s.worker, &request, NULL);
      WAIT (s.n_results == k);
      g_assert_cmpfloat (s.av, ==, 0.1 * k);
      g_assert_cmpuint (s.n_lost, ==, k >= 3);
      g_assert_cmpuint (s.n_engine, ==, k >= 3 ? 2 : 1);
    }
  g_assert_cmpuint (s.n_errors, ==, 0);
  g_assert_false (s.at_start);
  g_assert_nonnull (strstr (s.message, "CUDA, emulated"));
  stop (&s);
}

static gboolean
evaluate_step (SlEngine *engine, gpointer data, GError **error)
{
  SlRequest request = request_for (0.7);

  return !sl_engine_evaluate (engine, &request, data, error);
}

static void
done (gpointer data, const GError *error, gpointer user_data)
{
  g_assert_no_error (error);
  *(gboolean *) user_data = TRUE;
}

/* Also if a job finds out. */
static void
test_job (Setting *f, gconstpointer data)
{
  g_autoptr (SlResult) result = NULL;
  gboolean finished = FALSE;
  Session s;

  start (&s, "STARLOOM_EMULATE_FAIL_RUN", "1");
  WAIT (s.n_loaded == 1);
  sl_engines_wait (sl_worker_get_engine (s.worker));
  g_unsetenv ("STARLOOM_EMULATE_FAIL_RUN");
  g_assert_cmpuint (s.n_lost, ==, 0);
  result = sl_result_new (sl_worker_get_engine (s.worker));
  sl_worker_run (s.worker, evaluate_step, result, NULL, done, &finished);
  WAIT (finished && s.n_lost == 1);
  g_assert_false (s.at_start);
  stop (&s);
}

static void
test_start (Setting *f, gconstpointer data)
{
  Session s;

  start (&s, "STARLOOM_EMULATE_MEMORY", "1000");
  WAIT (s.n_loaded == 1 && s.n_lost == 1);
  g_unsetenv ("STARLOOM_EMULATE_MEMORY");
  g_assert_true (s.at_start);
  stop (&s);
}

int
main (int argc, char **argv)
{
  const struct { const char *path; void (*test) (Setting *f, gconstpointer data); } tests[] = {
    { "/engines/names", test_names }, { "/engines/full", test_full }, { "/engines/lost", test_lost },
    { "/engines/slow", test_slow },
    { "/engines/galaxy", test_galaxy }, { "/engines/session", test_session }, { "/engines/job", test_job },
    { "/engines/start", test_start },
  };

  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Setting, NULL, set_up, tests[i].test, tear_down);
  return g_test_run ();
}
