/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>
#include <string.h>

#include <adwaita.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>

#include "app/shell/sl-application.h"
#include "app/bench/sl-bench-private.h"
#include "app/bench/sl-soak.h"

/* Many random events on a real window, then the same ones on a session without a window: both must end alike.
 */

#define DEFAULT_EVENTS 10000
#define MOST_EVENTS 10000000
#define DEFAULT_SEED 1
#define LIMIT_S 60
/* Memory is looked at from here on: caches and pools have then grown to what they need. */
#define SETTLED 0.4
#define STEP_MS 4

/* ----------------------------------------------------------------- bench */

typedef struct {
  GApplication *app;
  SlSoakActor actor;
  guint events, done, warnings, frames;
  double memory_settled, memory_end, peak, began, took;
  guint timer, limit;
  char *failure, *state;
} Soak;

static int n_warnings; /* atomic */

/* GTK 4.8, where it wants to show a tooltip above a menu or a window that went in the half second since the
 * pointer came: once in some thousand events, and of no consequence. */
static const char *const of_tooltips[] = {
  "gdk_surface_get_device_position: assertion 'GDK_IS_SURFACE (surface)' failed",
  "_gtk_widget_find_at_coords: assertion 'GDK_IS_SURFACE (surface)' failed", NULL
};

static gboolean
is_of_tooltips (const GLogField *fields, gsize n)
{
  for (gsize i = 0; i < n; i++)
    if (strcmp (fields[i].key, "MESSAGE") == 0)
      return fields[i].value && g_strv_contains (of_tooltips, fields[i].value);
  return FALSE;
}

static GLogWriterOutput
writer (GLogLevelFlags level, const GLogField *fields, gsize n, gpointer data)
{
  if ((level & (G_LOG_LEVEL_WARNING | G_LOG_LEVEL_CRITICAL | G_LOG_LEVEL_ERROR))
      && !is_of_tooltips (fields, n))
    {
      g_atomic_int_inc (&n_warnings);
      return g_log_writer_standard_streams (level, fields, n, NULL);
    }
  return G_LOG_WRITER_HANDLED;
}

static void
end (Soak *self)
{
  g_clear_handle_id (&self->timer, g_source_remove);
  g_clear_handle_id (&self->limit, g_source_remove);
  sl_bench_memory (&self->memory_end, &self->peak);
  self->took = sl_bench_now () - self->began;
  g_application_quit (self->app);
}

static gboolean
event_cb (gpointer data)
{
  Soak *self = data;

  if (self->actor.busy)
    return G_SOURCE_CONTINUE;
  sl_soak_act (&self->actor);
  self->done++;
  if (self->done == (guint) (SETTLED * self->events))
    sl_bench_memory (&self->memory_settled, &self->peak);
  if (self->done < self->events)
    return G_SOURCE_CONTINUE;
  self->timer = 0;
  self->state = sl_session_to_json (self->actor.session);
  end (self);
  return G_SOURCE_REMOVE;
}

static void
shown_cb (SlWindow *window, gint64 posted_us, Soak *self)
{
  self->frames++;
}

static void
ready_cb (SlWindow *window, Soak *self)
{
  g_clear_handle_id (&self->limit, g_source_remove);
  self->began = sl_bench_now ();
  self->actor.session = sl_window_get_session (window);
  self->timer = g_timeout_add (STEP_MS, event_cb, self);
}

static void
failed_cb (SlWindow *window, const char *message, Soak *self)
{
  self->failure = g_strdup (message);
  end (self);
}

static gboolean
late_cb (gpointer data)
{
  Soak *self = data;

  self->limit = 0;
  self->failure = g_strdup (_ ("the window was not painted in time"));
  end (self);
  return G_SOURCE_REMOVE;
}

static void
activate_cb (GApplication *app, Soak *self)
{
  SlWindow *window = SL_WINDOW (sl_window_new (GTK_APPLICATION (app)));

  self->actor.window = window;
  g_signal_connect (window, "ready", G_CALLBACK (ready_cb), self);
  g_signal_connect (window, "failed", G_CALLBACK (failed_cb), self);
  g_signal_connect (window, "shown", G_CALLBACK (shown_cb), self);
  self->limit = g_timeout_add_seconds (LIMIT_S, late_cb, self);
  gtk_window_present (GTK_WINDOW (window));
}

/* The same events without a window. */
static char *
replay (guint events, guint seed, const char *folder)
{
  g_autoptr (SlSession) session = sl_session_new ();
  g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
  SlSoakActor actor = { .rand = rand, .session = session, .folder = folder };

  for (guint i = 0; i < events; i++)
    sl_soak_act (&actor);
  return sl_session_to_json (session);
}

SlExit
sl_bench_soak (const SlCommandLine *line)
{
  gboolean json = FALSE, same;
  int events = DEFAULT_EVENTS, seed = DEFAULT_SEED;
  Soak soak = { 0 };
  const GOptionEntry entries[] = {
    { "json", 'j', 0, G_OPTION_ARG_NONE, &json, N_ ("Write JSON and nothing else"), NULL },
    { "events", 'n', 0, G_OPTION_ARG_INT, &events, N_ ("How many events (default: 10000)"), N_ ("N") },
    { "seed", 0, 0, G_OPTION_ARG_INT, &seed, N_ ("Seed of the random numbers (default: 1)"), N_ ("N") },
    { NULL },
  };
  g_autoptr (AdwApplication) app = NULL;
  g_autoptr (GRand) rand = NULL;
  g_autofree char *folder = NULL, *documents = NULL, *again = NULL;
  SlExit status;

  if (!sl_command_parse (line, entries, &status))
    return status;
  if (events < 1 || events > MOST_EVENTS)
    return sl_command_fail (SL_EXIT_USAGE, _ ("bench: --events: expected a number from 1 to %d"),
                            MOST_EVENTS);
  sl_application_choose_renderer ();
  if (!gtk_init_check ())
    return sl_command_fail (SL_EXIT_FAULT,
                            _ ("bench: there is no display; xvfb-run starloom bench soak makes one"));
  folder = sl_bench_own_state ();
  soak.actor.folder = documents = g_dir_make_tmp ("starloom-soak-XXXXXX", NULL);
  g_log_set_writer_func (writer, NULL, NULL);
  soak.events = (guint) events;
  soak.actor.rand = rand = g_rand_new_with_seed ((guint32) seed);
  app = adw_application_new ("org.starloom.Starloom", G_APPLICATION_NON_UNIQUE);
  soak.app = G_APPLICATION (app);
  g_signal_connect (app, "activate", G_CALLBACK (activate_cb), &soak);
  g_application_run (G_APPLICATION (app), 0, NULL);
  sl_bench_remove_state (folder);
  if (soak.failure || !soak.state)
    {
      status = sl_command_fail (SL_EXIT_FAULT, "bench: %s",
                                soak.failure ? soak.failure : _ ("the window was closed before the end"));
      g_free (soak.failure);
      return status;
    }
  sl_bench_remove_state (documents);
  g_mkdir (documents, 0700);
  again = replay (soak.events, (guint32) seed, documents);
  sl_bench_remove_state (documents);
  same = strcmp (again, soak.state) == 0;
  sl_bench_print ((SlBenchFigure[]) { { "events", soak.events, 0 },
                                      { "frames", soak.frames, 0 },
                                      { "seconds", soak.took, 3 },
                                      { "warnings", g_atomic_int_get (&n_warnings), 0 },
                                      { "resident_settled_mb", soak.memory_settled, 3 },
                                      { "resident_end_mb", soak.memory_end, 3 },
                                      { "peak_mb", soak.peak, 3 },
                                      { "same_as_replay", same, 0 } },
                  8, json);
  g_free (soak.state);
  return same && g_atomic_int_get (&n_warnings) == 0 ? SL_EXIT_OK : SL_EXIT_FAULT;
}
