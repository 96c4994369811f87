/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The thread of populations with a device that opens late, fails, or is refused. */
#include "app/compute/sl-population-worker.h"
#include "model/support/sl-error.h"
#include "tests/model/reference.h"
#include "tests/wait.h"

/* Enough for a turn of the loop on a slow machine. */
#define LIMIT_US (20 * G_USEC_PER_SEC)
#define N 3000

/* Unlocked: the device may open. */
static GMutex slow;
/* Runs that it does before it fails. */
static int runs_left;

static const char *
toy_describe (gpointer device)
{
  return "Toy";
}

static gboolean
toy_run (gpointer device, const SlPopPlan *plan, guint64 first, guint64 n, gboolean gradient, gsize size,
         double *sums, GError **error)
{
  for (gsize i = 0; i < size; i++)
    sums[i] = 7.0;
  if (g_atomic_int_add (&runs_left, -1) > 0)
    return TRUE;
  g_set_error (error, SL_ERROR, SL_ERROR_ENGINE, "toyLaunch: unplugged");
  return FALSE;
}

static void
toy_free (gpointer device)
{
}

static const SlPopulationDeviceClass toy = { .describe = toy_describe, .run = toy_run, .free = toy_free };

static gboolean
open_toy (const SlPopulationDeviceClass **klass, gpointer *device, GError **error)
{
  g_mutex_lock (&slow);
  g_mutex_unlock (&slow);
  *klass = &toy;
  *device = &slow;
  return TRUE;
}

static gboolean
refuse (const SlPopulationDeviceClass **klass, gpointer *device, GError **error)
{
  *device = NULL;
  g_set_error (error, SL_ERROR, SL_ERROR_ENGINE, "no toy");
  return FALSE;
}

typedef struct {
  SlPopulationWorker *worker;
  SlPopulationSpec spec;
  guint n_last, n_lost;
  double weight;             /* of the last answer */
  gboolean at_start;
  char *message;
} Session;

static void
answer_cb (Session *s, SlPopulationAnswer *answer)
{
  s->weight = answer->result->moment[0];
  s->n_last += answer->last;
}

static void
lost_cb (Session *s, GError *error, gboolean at_start)
{
  s->n_lost++;
  s->at_start = at_start;
  g_free (s->message);
  s->message = g_strdup (error->message);
}

static void
start (Session *s, SlPopulationOpen open)
{
  g_autofree char *templates = data_path ("ssp_tiny.h5"), *filters = data_path ("filters.h5");

  *s = (Session){ 0 };
  sl_population_spec_init (&s->spec);
  s->spec.n_times = 20;
  s->worker = sl_population_worker_new (templates, SL_MEDIUM_LIBRARY, filters, 1, open);
  g_signal_connect_swapped (s->worker, "answer", G_CALLBACK (answer_cb), s);
  g_signal_connect_swapped (s->worker, "lost", G_CALLBACK (lost_cb), s);
}

static void
ask (Session *s)
{
  const guint before = s->n_last;

  s->spec.seed++;
  sl_population_worker_post (s->worker, &s->spec, N, FALSE);
  WAIT (s->n_last > before);
}

static void
stop (Session *s)
{
  g_object_unref (s->worker);
  g_free (s->message);
}

/* The CPU answers until the device is open, and again after it failed; its answer is then complete. */
static void
test_device (void)
{
  Session s;

  g_mutex_lock (&slow);
  g_atomic_int_set (&runs_left, 1000);
  start (&s, open_toy);
  ask (&s);
  g_assert_cmpfloat (s.weight, ==, N);
  g_assert_true (g_str_has_prefix (sl_population_worker_get_description (s.worker), "1 thread"));
  g_mutex_unlock (&slow);
  for (guint k = 0; k < 1000 && s.weight != 7.0; k++)
    ask (&s);
  g_assert_cmpfloat (s.weight, ==, 7.0);
  g_assert_true (g_str_has_prefix (sl_population_worker_get_description (s.worker), "Toy; 1 thread"));
  g_assert_cmpuint (s.n_lost, ==, 0);
  g_atomic_int_set (&runs_left, 0);
  ask (&s);
  g_assert_cmpfloat (s.weight, ==, N);
  WAIT (s.n_lost == 1);
  g_assert_false (s.at_start);
  g_assert_nonnull (strstr (s.message, "toyLaunch: unplugged"));
  g_assert_true (g_str_has_prefix (sl_population_worker_get_description (s.worker), "1 thread"));
  ask (&s);
  g_assert_cmpuint (s.n_lost, ==, 1);
  stop (&s);
}

/* It is told without an answer, once. */
static void
test_refused (void)
{
  Session s;

  start (&s, refuse);
  WAIT (s.n_lost == 1);
  g_assert_true (s.at_start);
  g_assert_cmpstr (s.message, ==, "no toy");
  ask (&s);
  g_assert_cmpfloat (s.weight, ==, N);
  g_assert_cmpuint (s.n_lost, ==, 1);
  stop (&s);
}

/* Closed before anybody used the device. */
static void
test_unused (void)
{
  Session s;

  start (&s, open_toy);
  WAIT (sl_compute_thread_get_loaded (SL_COMPUTE_THREAD (s.worker)));
  stop (&s);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/population-worker/device", test_device);
  g_test_add_func ("/population-worker/refused", test_refused);
  g_test_add_func ("/population-worker/unused", test_unused);
  return g_test_run ();
}
