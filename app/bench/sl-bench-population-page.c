/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include <glib/gi18n.h>

#include "app/bench/sl-bench-window.h"
#include "app/population/sl-window-population.h"
#include "ui/widgets/sl-param-row.h"

/* A mouse reports its position 125 times a second. */
#define STEP_MS 8
#define DEFAULT_SECONDS 4.0
#define MOST_SECONDS 600.0
/* Period of the drag back and forth. */
#define SWING_S 2.0

/* Mean mass of the haloes: changes all galaxies. */
#define SLIDER "mean.logm0"

typedef struct {
  SlBenchWindow base;
  double seconds;
  gint64 galaxies;
  SlPopulationWindow *window;
  GtkRange *slider;
  double began, gradient_began, gradient_ms;
  GArray *latency, *interval; /* double, ms */
  double last_shown;
  guint steps, timer;
} PageBench;

/* Waits for the gradient, which is computed after the drag. */
static gboolean
idle_answer_cb (gpointer data)
{
  PageBench *self = data;

  if (!sl_population_window_is_idle (self->window))
    return G_SOURCE_CONTINUE;
  self->gradient_ms = 1e3 * (sl_bench_now () - self->gradient_began);
  self->timer = 0;
  sl_bench_window_end (&self->base);
  return G_SOURCE_REMOVE;
}

static gboolean
step_cb (gpointer data)
{
  PageBench *self = data;
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
  /* Back and forth over the middle half, with the signal that a slider emits for user input. */
  g_signal_emit_by_name (self->slider, "change-value", GTK_SCROLL_JUMP,
                         lo + (hi - lo) * (0.5 - 0.25 * cos (2.0 * G_PI * at / SWING_S)),
                         &handled);
  self->steps++;
  return G_SOURCE_CONTINUE;
}

static void
shown_cb (SlPopulationWindow *window, gint64 posted_us, PageBench *self)
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

/* Begins the drag once the first answer is complete. */
static gboolean
begin_cb (gpointer data)
{
  PageBench *self = data;

  if (!sl_population_window_is_idle (self->window))
    return G_SOURCE_CONTINUE;
  sl_bench_window_ready (&self->base);
  self->slider = sl_bench_window_find_slider (sl_population_window_get_row (self->window, SLIDER));
  sl_population_document_set_focus (sl_population_window_get_document (self->window), SLIDER);
  sl_population_document_begin_drag (sl_population_window_get_document (self->window), SLIDER);
  self->began = sl_bench_now ();
  self->timer = g_timeout_add_full (G_PRIORITY_DEFAULT, STEP_MS, step_cb, self, NULL);
  return G_SOURCE_REMOVE;
}

static void
activate_cb (GApplication *app, gpointer data)
{
  PageBench *self = data;
  SlPopulationState state;
  SlPopulationDocument *document;

  self->window = SL_POPULATION_WINDOW (sl_population_window_new (GTK_APPLICATION (app)));
  document = sl_population_window_get_document (self->window);
  state = *sl_population_document_get_state (document);
  state.n = self->galaxies;
  sl_population_document_change (document, &state, "bench");
  gtk_window_set_default_size (GTK_WINDOW (self->window), SL_BENCH_WINDOW_WIDTH, SL_BENCH_WINDOW_HEIGHT);
  g_signal_connect (self->window, "shown", G_CALLBACK (shown_cb), self);
  self->timer = g_timeout_add (STEP_MS, begin_cb, self);
  sl_bench_window_open (&self->base, GTK_WIDGET (self->window));
}

static void
report_page (const PageBench *self, gboolean json)
{
  const char *renderer = g_getenv ("GSK_RENDERER");
  const SlBenchSummary latency = sl_bench_summary ((double *) self->latency->data, self->latency->len);
  const SlBenchSummary interval = sl_bench_summary ((double *) self->interval->data, self->interval->len);
  const SlBenchNumber number[] = {
    { "galaxies", self->galaxies, 0 },
    { "frames_per_s", self->latency->len / self->seconds, 3 },
    { "update_median_ms", latency.median, 3 },
    { "update_p95_ms", latency.p95, 3 },
    { "interval_median_ms", interval.median, 3 },
    { "interval_p95_ms", interval.p95, 3 },
    { "gradient_after_rest_ms", self->gradient_ms, 3 },
    { "updates", self->latency->len, 0 },
    { "steps", self->steps, 0 },
    { "resident_mb", self->base.resident, 3 },
    { "peak_mb", self->base.peak, 3 },
  };

  sl_bench_print ("renderer", renderer ? renderer : "default", number, G_N_ELEMENTS (number), json);
}

static SlExit
run_page_bench (const SlCommandLine *line)
{
  gboolean json = FALSE;
  PageBench bench = { .seconds = DEFAULT_SECONDS, .galaxies = 100000 };
  const GOptionEntry entries[] = {
    SL_COMMAND_ENTRY_JSON (&json),
    { "seconds", 's', 0, G_OPTION_ARG_DOUBLE, &bench.seconds,
      N_ ("How long the slider is dragged (default: 4)"), N_ ("S") },
    { "n", 'n', 0, G_OPTION_ARG_INT64, &bench.galaxies, N_ ("Galaxies (default: 100000)"), N_ ("N") },
    { NULL },
  };
  SlExit status;

  if (!sl_command_parse (line, entries, &status)
      || !sl_bench_check_range (line, "--seconds", bench.seconds, 0.1, MOST_SECONDS, &status)
      || !sl_bench_check_range (line, "--n", bench.galaxies, SL_POPULATION_LEAST_GALAXIES,
                                SL_POPULATION_MOST_GALAXIES, &status))
    return status;
  bench.latency = g_array_new (FALSE, FALSE, sizeof (double));
  bench.interval = g_array_new (FALSE, FALSE, sizeof (double));
  status = sl_bench_window_run (&bench.base, line, activate_cb, &bench);
  g_clear_handle_id (&bench.timer, g_source_remove);
  if (status == SL_EXIT_OK && bench.latency->len && bench.interval->len)
    report_page (&bench, json);
  else if (status == SL_EXIT_OK)
    status = sl_command_fail (SL_EXIT_FAULT, _ ("%s: the window was closed before the end"),
                              line->command->name);
  g_array_unref (bench.latency);
  g_array_unref (bench.interval);
  return status;
}

const SlBench sl_bench_population_page = {
  .name = "population-page",
  .summary = N_ ("Time the window of populations, from slider to histogram"),
  .help = N_ (
    "Opens the window of populations, 1280 by 800 pixels, and drags one slider back and forth as a mouse\n"
    "does, 125 steps a second. Needs a display; xvfb-run provides one without a screen.\n"
    "  frames_per_s            how often histogram and map showed new counts\n"
    "  update_…                from a step to the frame that shows it. Steps that a newer one\n"
    "                          replaces are not shown and not counted\n"
    "  gradient_after_rest_ms  from the end of the drag to the gradient of all bins by all parameters"),
  .run = run_page_bench,
};
