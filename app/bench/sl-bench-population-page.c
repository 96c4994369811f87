/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include <adwaita.h>
#include <glib/gi18n.h>

#include "app/shell/sl-application.h"
#include "app/bench/sl-bench-private.h"
#include "app/population/sl-window-population.h"
#include "ui/widgets/sl-param-row.h"

/* A mouse tells of itself 125 times a second. */
#define STEP_MS 8
#define DEFAULT_SECONDS 4.0
#define MOST_SECONDS 600.0
/* Once to and fro takes so long. */
#define SWING_S 2.0
#define STARTUP_LIMIT_S 60
#define WIDTH 1280
#define HEIGHT 800

/* Mean mass of the haloes: all galaxies move. */
#define SLIDER "mean.logm0"

typedef struct {
  double seconds;
  gint64 galaxies;
  GApplication *app;
  SlPopulationWindow *window;
  GtkRange *slider;
  double began, gradient_began, gradient_ms;
  GArray *latency, *interval; /* double, ms */
  double last_shown;
  guint steps, timer, limit;
  double resident, peak;
  char *failure;
} Bench;

static GtkRange *
slider_of (GtkWidget *widget)
{
  if (GTK_IS_RANGE (widget))
    return GTK_RANGE (widget);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkRange *found = slider_of (child);

      if (found)
        return found;
    }
  return NULL;
}

static void
end (Bench *self)
{
  g_clear_handle_id (&self->timer, g_source_remove);
  g_clear_handle_id (&self->limit, g_source_remove);
  sl_bench_memory (&self->resident, &self->peak);
  g_application_quit (self->app);
}

/* What follows when the hand lets go: the gradient. */
static gboolean
idle_answer_cb (gpointer data)
{
  Bench *self = data;

  if (!sl_population_window_is_idle (self->window))
    return G_SOURCE_CONTINUE;
  self->gradient_ms = 1e3 * (sl_bench_now () - self->gradient_began);
  self->timer = 0;
  end (self);
  return G_SOURCE_REMOVE;
}

static gboolean
step_cb (gpointer data)
{
  Bench *self = data;
  const double now = sl_bench_now (), at = now - self->began;
  const double lo = gtk_adjustment_get_lower (gtk_range_get_adjustment (self->slider));
  const double hi = gtk_adjustment_get_upper (gtk_range_get_adjustment (self->slider));
  gboolean handled;

  if (at >= self->seconds)
    {
      sl_population_document_end_drag (sl_population_window_get_document (self->window));
      self->gradient_began = now;
      self->timer = g_timeout_add (STEP_MS, idle_answer_cb, self);
      return G_SOURCE_REMOVE;
    }
  /* To and fro over the middle half; the signal by which a slider tells of a hand. */
  g_signal_emit_by_name (self->slider, "change-value", GTK_SCROLL_JUMP,
                         lo + (hi - lo) * (0.5 - 0.25 * cos (2.0 * G_PI * at / SWING_S)),
                         &handled);
  self->steps++;
  return G_SOURCE_CONTINUE;
}

static void
shown_cb (SlPopulationWindow *window, gint64 posted_us, Bench *self)
{
  const double now = sl_bench_now (), ms = 1e-3 * (g_get_monotonic_time () - posted_us);
  const double interval = 1e3 * (now - self->last_shown);

  if (!self->slider || self->gradient_began > 0.0)
    return;
  g_array_append_val (self->latency, ms);
  if (self->last_shown > 0.0)
    g_array_append_val (self->interval, interval);
  self->last_shown = now;
}

/* Once everything stands still. */
static gboolean
begin_cb (gpointer data)
{
  Bench *self = data;

  if (!sl_population_window_is_idle (self->window))
    return G_SOURCE_CONTINUE;
  g_clear_handle_id (&self->limit, g_source_remove);
  self->slider = slider_of (sl_population_window_get_row (self->window, SLIDER));
  sl_population_document_set_focus (sl_population_window_get_document (self->window), SLIDER);
  sl_population_document_begin_drag (sl_population_window_get_document (self->window), SLIDER);
  self->began = sl_bench_now ();
  self->timer = g_timeout_add_full (G_PRIORITY_DEFAULT, STEP_MS, step_cb, self, NULL);
  return G_SOURCE_REMOVE;
}

static void
failed_cb (SlPopulationWindow *window, const char *message, Bench *self)
{
  self->failure = g_strdup (message);
  end (self);
}

static gboolean
late_cb (gpointer data)
{
  Bench *self = data;

  self->limit = 0;
  self->failure = g_strdup (_ ("the window was not painted in time"));
  end (self);
  return G_SOURCE_REMOVE;
}

static void
activate_cb (GApplication *app, Bench *self)
{
  SlPopulationState state;
  SlPopulationDocument *document;

  self->window = SL_POPULATION_WINDOW (sl_population_window_new (GTK_APPLICATION (app)));
  document = sl_population_window_get_document (self->window);
  state = *sl_population_document_get_state (document);
  state.n = self->galaxies;
  sl_population_document_change (document, &state, "bench");
  gtk_window_set_default_size (GTK_WINDOW (self->window), WIDTH, HEIGHT);
  g_signal_connect (self->window, "failed", G_CALLBACK (failed_cb), self);
  g_signal_connect (self->window, "shown", G_CALLBACK (shown_cb), self);
  self->limit = g_timeout_add_seconds (STARTUP_LIMIT_S, late_cb, self);
  self->timer = g_timeout_add (STEP_MS, begin_cb, self);
  gtk_window_present (GTK_WINDOW (self->window));
}

static void
report (Bench *self, gboolean json)
{
  const double rate = self->latency->len / self->seconds;
  double median, p95, interval, interval_p95;

  sl_bench_summary ((double *) self->latency->data, self->latency->len, &median, &p95, NULL);
  sl_bench_summary ((double *) self->interval->data, self->interval->len, &interval, &interval_p95, NULL);
  sl_bench_print ((SlBenchFigure[]) { { "galaxies", self->galaxies, 0 },
                                      { "frames_per_s", rate, 3 },
                                      { "update_median_ms", median, 3 },
                                      { "update_p95_ms", p95, 3 },
                                      { "interval_median_ms", interval, 3 },
                                      { "interval_p95_ms", interval_p95, 3 },
                                      { "gradient_after_rest_ms", self->gradient_ms, 3 },
                                      { "updates", self->latency->len, 0 },
                                      { "steps", self->steps, 0 },
                                      { "resident_mb", self->resident, 3 },
                                      { "peak_mb", self->peak, 3 } },
                  11, json);
}

SlExit
sl_bench_population_page (const SlCommandLine *line)
{
  gboolean json = FALSE;
  Bench bench = { .seconds = DEFAULT_SECONDS, .galaxies = 100000 };
  const GOptionEntry entries[] = {
    { "json", 'j', 0, G_OPTION_ARG_NONE, &json, N_ ("Write JSON and nothing else"), NULL },
    { "seconds", 's', 0, G_OPTION_ARG_DOUBLE, &bench.seconds,
      N_ ("How long the slider is dragged (default: 4)"), N_ ("S") },
    { "n", 'n', 0, G_OPTION_ARG_INT64, &bench.galaxies, N_ ("Galaxies (default: 100000)"), N_ ("N") },
    { NULL },
  };
  g_autoptr (AdwApplication) app = NULL;
  g_autofree char *folder = NULL;
  SlExit status;

  if (!sl_command_parse (line, entries, &status))
    return status;
  if (!(bench.seconds >= 0.1 && bench.seconds <= MOST_SECONDS))
    return sl_command_fail (SL_EXIT_USAGE, _ ("bench: --seconds: expected a number from 0.1 to %g"),
                            MOST_SECONDS);
  if (bench.galaxies < SL_POPULATION_LEAST_GALAXIES || bench.galaxies > SL_POPULATION_MOST_GALAXIES)
    return sl_command_fail (SL_EXIT_USAGE, _ ("bench: --n: expected a number from %d to %d"),
                            SL_POPULATION_LEAST_GALAXIES, SL_POPULATION_MOST_GALAXIES);
  sl_application_choose_renderer ();
  if (!gtk_init_check ())
    return sl_command_fail (SL_EXIT_FAULT,
                            _ ("bench: there is no display; xvfb-run starloom bench ui makes one"));
  folder = sl_bench_own_state ();
  bench.latency = g_array_new (FALSE, FALSE, sizeof (double));
  bench.interval = g_array_new (FALSE, FALSE, sizeof (double));
  app = adw_application_new ("org.starloom.Starloom", G_APPLICATION_NON_UNIQUE);
  bench.app = G_APPLICATION (app);
  g_signal_connect (app, "activate", G_CALLBACK (activate_cb), &bench);
  g_application_run (G_APPLICATION (app), 0, NULL);
  if (bench.failure)
    status = sl_command_fail (SL_EXIT_FAULT, "bench: %s", bench.failure);
  else if (!bench.latency->len || !bench.interval->len)
    status =
        sl_command_fail (SL_EXIT_FAULT, _ ("bench: the window was closed before there was anything to tell"));
  else
    {
      report (&bench, json);
      status = SL_EXIT_OK;
    }
  g_array_unref (bench.latency);
  g_array_unref (bench.interval);
  g_free (bench.failure);
  sl_bench_remove_state (folder);
  return status;
}
