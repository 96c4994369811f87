/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include <glib/gi18n.h>
#include <glib/gstdio.h>

#include "app/bench/sl-bench-window.h"
#include "app/bench/sl-soak.h"

/* Many random events on a real window, then the same ones on a session without a window: both must end in the
 * same state. */

#define DEFAULT_EVENTS 10000
#define MOST_EVENTS 10000000
#define DEFAULT_SEED 1
/* After this part of the events caches and pools have grown to their final size. */
#define SETTLED (1.0 / 3.0)
/* Memory is read at rest, in the same state: at a moment between events it depends on how many plots, pins
 * and windows there are just then, and free memory goes back to the system in pauses (sl-application.c). So
 * few events that nothing has settled need no such pause. */
#define REST_US (12 * G_USEC_PER_SEC)
#define SHORT_REST_US G_USEC_PER_SEC
#define FEW_EVENTS 3000
#define STEP_MS 4

typedef struct {
  SlBenchWindow base;
  SlSoakActor actor;
  guint events, done, frames;
  double settled, end; /* MB of memory after SETTLED of the events, and after all */
  double *resting;     /* which of them is read at rest_end; NULL: none */
  gint64 rest_end;
  double began, took;
  guint timer;
  char *state;     /* of the session at the end; NULL before */
} Soak;

static int n_warnings; /* atomic */

static GLogWriterOutput
count_warnings (GLogLevelFlags level, const GLogField *fields, gsize n, gpointer data)
{
  if (!(level & (G_LOG_LEVEL_WARNING | G_LOG_LEVEL_CRITICAL | G_LOG_LEVEL_ERROR)))
    return G_LOG_WRITER_HANDLED;
  g_atomic_int_inc (&n_warnings);
  return g_log_writer_standard_streams (level, fields, n, NULL);
}

static void
rest (Soak *self, double *memory)
{
  sl_soak_rest (&self->actor);
  self->resting = memory;
  self->rest_end = g_get_monotonic_time () + (self->events < FEW_EVENTS ? SHORT_REST_US : REST_US);
}

static guint
settled_at (guint events)
{
  return (guint) (SETTLED * events);
}

static gboolean
event_cb (gpointer data)
{
  Soak *self = data;
  double peak;

  if (self->actor.busy || g_get_monotonic_time () < self->rest_end)
    return G_SOURCE_CONTINUE;
  if (self->resting)
    sl_bench_memory (self->resting, &peak);
  self->resting = NULL;
  if (self->state)
    {
      self->timer = 0;
      sl_bench_window_end (&self->base);
      return G_SOURCE_REMOVE;
    }
  sl_soak_act (&self->actor);
  self->done++;
  if (self->done == settled_at (self->events))
    rest (self, &self->settled);
  if (self->done < self->events)
    return G_SOURCE_CONTINUE;
  self->state = sl_session_to_json (self->actor.session);
  self->took = sl_bench_now () - self->began;
  rest (self, &self->end);
  return G_SOURCE_CONTINUE;
}

static void
shown_cb (SlWindow *window, gint64 posted_us, Soak *self)
{
  self->frames++;
}

static void
ready_cb (SlWindow *window, Soak *self)
{
  sl_bench_window_ready (&self->base);
  self->began = sl_bench_now ();
  self->actor.session = sl_window_get_session (window);
  self->timer = g_timeout_add (STEP_MS, event_cb, self);
}

static void
activate_cb (GApplication *app, gpointer data)
{
  Soak *self = data;
  SlWindow *window = SL_WINDOW (sl_window_new (GTK_APPLICATION (app)));

  self->actor.window = window;
  g_signal_connect (window, "ready", G_CALLBACK (ready_cb), self);
  g_signal_connect (window, "shown", G_CALLBACK (shown_cb), self);
  sl_bench_window_open (&self->base, GTK_WIDGET (window));
}

/* The same events without a window. */
static char *
replay (guint events, guint seed, const char *folder)
{
  g_autoptr (SlSession) session = sl_session_new ();
  g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
  SlSoakActor actor = { .rand = rand, .session = session, .folder = folder };

  for (guint i = 1; i <= events; i++)
    {
      sl_soak_act (&actor);
      if (i == settled_at (events))
        sl_soak_rest (&actor);
    }
  return sl_session_to_json (session);
}

static void
report_soak (const Soak *self, gboolean same, gboolean json)
{
  const char *renderer = g_getenv ("GSK_RENDERER");
  const SlBenchNumber number[] = {
    { "events", self->events, 0 },
    { "frames", self->frames, 0 },
    { "seconds", self->took, 3 },
    { "warnings", g_atomic_int_get (&n_warnings), 0 },
    { "resident_settled_mb", self->settled, 3 },
    { "resident_end_mb", self->end, 3 },
    { "peak_mb", self->base.peak, 3 },
    { "same_as_replay", same, 0 },
  };

  sl_bench_print ("renderer", renderer ? renderer : "default", number, G_N_ELEMENTS (number), json);
}

/* In a folder for documents. */
static SlExit
soak_in (const char *folder, const SlCommandLine *line, int events, int seed, gboolean json)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed ((guint32) seed);
  Soak soak = { .events = (guint) events, .actor = { .folder = folder, .rand = rand } };
  g_autofree char *again = NULL, *state = NULL;
  gboolean same;
  SlExit status;

  g_log_set_writer_func (count_warnings, NULL, NULL);
  status = sl_bench_window_run (&soak.base, line, activate_cb, &soak);
  g_clear_handle_id (&soak.timer, g_source_remove);
  state = soak.state;
  if (status != SL_EXIT_OK)
    return status;
  if (!state)
    return sl_command_fail (SL_EXIT_FAULT, _ ("%s: the window was closed before the end"),
                            line->command->name);
  sl_bench_window_remove_folder (folder);
  g_mkdir (folder, 0700);
  again = replay (soak.events, (guint32) seed, folder);
  same = strcmp (again, state) == 0;
  report_soak (&soak, same, json);
  return same && g_atomic_int_get (&n_warnings) == 0 ? SL_EXIT_OK : SL_EXIT_FAULT;
}

static SlExit
run_soak (const SlCommandLine *line)
{
  gboolean json = FALSE;
  int events = DEFAULT_EVENTS, seed = DEFAULT_SEED;
  const GOptionEntry entries[] = {
    SL_COMMAND_ENTRY_JSON (&json),
    { "events", 'n', 0, G_OPTION_ARG_INT, &events, N_ ("Number of events (default: 10000)"), N_ ("N") },
    { "seed", 0, 0, G_OPTION_ARG_INT, &seed, N_ ("Seed of the random numbers (default: 1)"), N_ ("N") },
    { NULL },
  };
  g_autofree char *documents = NULL;
  SlExit status;

  if (!sl_command_parse (line, entries, &status)
      || !sl_bench_check_range (line, "--events", events, 1, MOST_EVENTS, &status))
    return status;
  documents = g_dir_make_tmp ("starloom-soak-XXXXXX", NULL);
  status = soak_in (documents, line, events, seed, json);
  sl_bench_window_remove_folder (documents);
  return status;
}

const SlBench sl_bench_soak = {
  .name = "soak",
  .summary = N_ ("Send random events to the window and check that it ends in the right state"),
  .help = N_ (
    "Opens the window and acts like a user, at random but always the same for a seed: drags sliders to\n"
    "their ends and beyond, changes options, presets, pins, plots, locks and sizes, undoes and redoes.\n"
    "Then the same events run without a window.\n"
    "  same_as_replay       1 if both ended in the same state\n"
    "  warnings             lines of warnings and errors in the log\n"
    "  resident_settled_mb  memory at rest, with a new document, after a third of the events\n"
    "  resident_end_mb      the same after all events\n"
    "The exit status is 1 if the states differ or there are warnings."),
  .run = run_soak,
};
