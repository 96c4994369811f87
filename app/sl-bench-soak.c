/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include <adwaita.h>
#include <glib/gi18n.h>
#include <json-glib/json-glib.h>

#include "app/sl-application.h"
#include "app/sl-bench-private.h"
#include "app/sl-figures.h"
#include "app/sl-scenes.h"
#include "app/sl-window.h"

/* Many random events on a real window, then the same ones on a session without a window: both must end alike. */

#define DEFAULT_EVENTS 10000
#define MOST_EVENTS 10000000
#define DEFAULT_SEED 1
#define LIMIT_S 60
/* Memory is looked at from here on: caches and pools have then grown to what they need. */
#define SETTLED 0.4
#define STEP_MS 4

/* What the events act on. window: NULL in the replay; events that are of the window alone then only draw their numbers. */
typedef struct {
  GRand *rand;
  SlSession *session;
  SlWindow *window;
} Actor;

static SlParamId
random_parameter (Actor *a)
{
  return g_rand_int_range (a->rand, 0, SL_N_PARAMS);
}

static double
random_value (Actor *a, SlParamId id)
{
  const int kind = g_rand_int_range (a->rand, 0, 10);
  const double at = g_rand_double (a->rand);
  double lo, hi;

  sl_galaxy_range (sl_session_get_galaxy (a->session), id, NULL, &lo, &hi);
  /* Ends, beyond the ends and what is no number come to pass. */
  return kind == 0 ? lo : kind == 1 ? hi : kind == 2 ? lo - (hi - lo) : kind == 3 ? NAN : lo + at * (hi - lo);
}

static void
event_drag (Actor *a)
{
  const SlParamId id = random_parameter (a);
  const int steps = g_rand_int_range (a->rand, 1, 6);

  sl_session_begin_drag (a->session, id);
  for (int i = 0; i < steps; i++)
    sl_session_set_value (a->session, id, random_value (a, id));
  sl_session_end_drag (a->session);
}

static void
event_value (Actor *a)
{
  const SlParamId id = random_parameter (a);

  sl_session_set_value (a->session, id, random_value (a, id));
}

static void
event_option (Actor *a)
{
  const SlOptionId id = g_rand_int_range (a->rand, 0, SL_N_OPTIONS);

  sl_session_set_option (a->session, id, (guint) g_rand_int_range (a->rand, 0, (gint) sl_option_info (id)->n_values));
}

static void
event_undo (Actor *a)
{
  for (int n = g_rand_int_range (a->rand, 1, 8); n > 0; n--)
    sl_session_undo (a->session);
}

static void
event_redo (Actor *a)
{
  for (int n = g_rand_int_range (a->rand, 1, 8); n > 0; n--)
    sl_session_redo (a->session);
}

static void
event_reset (Actor *a)
{
  const int kind = g_rand_int_range (a->rand, 0, 3), which = g_rand_int_range (a->rand, 0, SL_N_PARAMS);

  if (kind == 0)
    sl_session_reset (a->session, which);
  else if (kind == 1)
    sl_session_reset_group (a->session, which % SL_N_GROUPS);
  else
    sl_session_reset_all (a->session);
}

static void
event_scene (Actor *a)
{
  sl_session_apply_preset (a->session, sl_scene_info ((guint) g_rand_int_range (a->rand, 0, (gint) sl_scene_count ()))->name);
}

static void
event_pin (Actor *a)
{
  const int kind = g_rand_int_range (a->rand, 0, 6);
  const guint n = sl_session_n_pins (a->session), which = (guint) g_rand_int_range (a->rand, 0, 6);

  if (kind == 0 || n == 0)
    {
      if (n < 6)
        sl_session_pin (a->session);
    }
  else if (which < n)
    switch (kind)
      {
      case 1:
        sl_session_drop_pin (a->session, which);
        break;
      case 2:
        sl_session_swap_pin (a->session, which);
        break;
      case 3:
        sl_session_show_pin (a->session, which, !sl_session_get_pin (a->session, which)->shown);
        break;
      case 4:
        sl_session_rename_pin (a->session, which, "Galaxy");
        break;
      default:
        sl_session_set_differences (a->session, !sl_session_get_differences (a->session));
      }
}

static void
event_layout (Actor *a)
{
  const int kind = g_rand_int_range (a->rand, 0, 5);
  const guint tile = (guint) g_rand_int_range (a->rand, 0, SL_SESSION_MAX_TILES);
  const SlFigureInfo *info = sl_figure_info ((guint) g_rand_int_range (a->rand, 0, (gint) sl_figure_count ()));
  const guint choice = (guint) g_rand_int_range (a->rand, 0, 60), value = (guint) g_rand_int_range (a->rand, 0, 60);
  const SlSessionLayout *layout = sl_session_get_layout (a->session);
  guint n_choices = 0, n_values = 0;

  if (kind == 0)
    sl_session_set_tiling (a->session, tile % SL_N_TILINGS);
  if (kind == 0 || tile >= layout->n_tiles)
    return;
  if (kind == 1)
    {
      sl_session_set_tile (a->session, tile, info->name);
      return;
    }
  info = sl_session_tile_info (&layout->tile[tile]);
  while (info->choices && info->choices[n_choices].name)
    n_choices++;
  if (n_choices == 0)
    return;
  while (info->choices[choice % n_choices].values[n_values].name)
    n_values++;
  sl_session_set_tile_choice (a->session, tile, info->choices[choice % n_choices].name,
                              info->choices[choice % n_choices].values[value % n_values].name);
}

static void
event_gradient (Actor *a)
{
  const SlParamId id = random_parameter (a), other = random_parameter (a);

  if (sl_galaxy_uses (sl_session_get_galaxy (a->session), id))
    sl_session_set_gradient (a->session, id);
  sl_session_set_more_gradients (a->session, SL_PARAM_BIT (other));
}

static void
event_lock (Actor *a)
{
  const SlParamId id = random_parameter (a);

  sl_session_set_locked (a->session, id, g_rand_boolean (a->rand));
}

/* Of the window: its numbers are drawn in the replay, too. */
static void
event_action (Actor *a)
{
  static const char *const plain[] = { "hold-axes", "show-panel", "projector", "tangent" };
  const guint which = (guint) g_rand_int_range (a->rand, 0, G_N_ELEMENTS (plain));

  if (a->window)
    g_action_group_activate_action (G_ACTION_GROUP (a->window), plain[which], NULL);
}

static void
event_size (Actor *a)
{
  const int width = g_rand_int_range (a->rand, 400, 1400), height = g_rand_int_range (a->rand, 440, 900);

  if (a->window)
    gtk_window_set_default_size (GTK_WINDOW (a->window), width, height);
}

static void
event_dark (Actor *a)
{
  const gboolean dark = g_rand_boolean (a->rand);

  if (a->window)
    adw_style_manager_set_color_scheme (adw_style_manager_get_default (),
                                        dark ? ADW_COLOR_SCHEME_FORCE_DARK : ADW_COLOR_SCHEME_FORCE_LIGHT);
}

static const struct { void (*act) (Actor *a); guint weight; } event_table[] = {
  { event_drag, 40 }, { event_value, 20 }, { event_option, 6 }, { event_undo, 10 }, { event_redo, 6 }, { event_reset, 4 },
  { event_scene, 2 }, { event_pin, 6 }, { event_layout, 8 }, { event_gradient, 6 }, { event_lock, 3 }, { event_action, 3 },
  { event_size, 2 }, { event_dark, 1 },
};

static void
act (Actor *a)
{
  guint total = 0, at;

  for (guint i = 0; i < G_N_ELEMENTS (event_table); i++)
    total += event_table[i].weight;
  at = (guint) g_rand_int_range (a->rand, 0, (gint) total);
  for (guint i = 0; i < G_N_ELEMENTS (event_table); i++)
    {
      if (at < event_table[i].weight)
        {
          event_table[i].act (a);
          return;
        }
      at -= event_table[i].weight;
    }
}

/* ----------------------------------------------------------------- bench */

typedef struct {
  GApplication *app;
  Actor actor;
  guint events, done, warnings, frames;
  double memory_settled, memory_end, peak, began, took;
  guint timer, limit;
  char *failure, *state;
} Soak;

static int n_warnings; /* atomic */

static GLogWriterOutput
writer (GLogLevelFlags level, const GLogField *fields, gsize n, gpointer data)
{
  if (level & (G_LOG_LEVEL_WARNING | G_LOG_LEVEL_CRITICAL | G_LOG_LEVEL_ERROR))
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

  act (&self->actor);
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
replay (guint events, guint seed)
{
  g_autoptr (SlSession) session = sl_session_new ();
  g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
  Actor actor = { .rand = rand, .session = session };

  for (guint i = 0; i < events; i++)
    act (&actor);
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
  g_autofree char *folder = NULL, *again = NULL;
  SlExit status;

  if (!sl_command_parse (line, entries, &status))
    return status;
  if (events < 1 || events > MOST_EVENTS)
    return sl_command_fail (SL_EXIT_USAGE, _ ("bench: --events: expected a number from 1 to %d"), MOST_EVENTS);
  sl_application_choose_renderer ();
  if (!gtk_init_check ())
    return sl_command_fail (SL_EXIT_FAULT, _ ("bench: there is no display; xvfb-run starloom bench soak makes one"));
  folder = sl_bench_own_state ();
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
      status = sl_command_fail (SL_EXIT_FAULT, "bench: %s", soak.failure ? soak.failure : _ ("the window was closed before the end"));
      g_free (soak.failure);
      return status;
    }
  again = replay (soak.events, (guint32) seed);
  same = strcmp (again, soak.state) == 0;
  sl_bench_print ((SlBenchFigure[]){ { "events", soak.events, 0 }, { "frames", soak.frames, 0 }, { "seconds", soak.took, 3 },
                                     { "warnings", g_atomic_int_get (&n_warnings), 0 },
                                     { "resident_settled_mb", soak.memory_settled, 3 },
                                     { "resident_end_mb", soak.memory_end, 3 }, { "peak_mb", soak.peak, 3 },
                                     { "same_as_replay", same, 0 } }, 8, json);
  g_free (soak.state);
  return same && g_atomic_int_get (&n_warnings) == 0 ? SL_EXIT_OK : SL_EXIT_FAULT;
}
