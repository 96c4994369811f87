/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <glib/gi18n.h>

#include "app/bench/sl-bench-window.h"
#include "app/window/sl-window.h"

/* A mouse reports its position 125 times a second, whatever the program is doing: the position follows from
 * the clock alone. As in GDK, a report asks the frame clock to deliver events, and only the newest report is
 * delivered. */
#define STEP_S 8e-3
#define DEFAULT_SECONDS 1.5
#define MOST_SECONDS 600.0
#define FRAME_MS (1000.0 / 60.0)

/* Sliders that are dragged one after the other, so that each part of the engine runs. */
static const SlParamId path[] = { SL_PARAM_LG_QT,    SL_PARAM_LOGM0,   SL_PARAM_LGMET_OLD,
                                  SL_PARAM_LGU_MEAN, SL_PARAM_AV_OLD,  SL_PARAM_DUST_LGAGE_MID,
                                  SL_PARAM_LGFBURST, SL_PARAM_REDSHIFT };

typedef struct {
  SlBenchWindow base;
  double seconds;            /* for each slider */
  SlWindow *window;
  double start_ms;
  guint leg;                 /* index in path */
  double leg_began;
  /* double, ms: from the delivery of a step to its frame; from its report by the mouse; between frames */
  GArray *latency, *hand, *interval;
  guint steps;
  double began;              /* zero of the mouse's clock */
  /* when the newest step [0] and the one before [1] were delivered, and when the mouse reported them */
  gint64 delivered_us[2], reported_us[2];
  double last_frame;
  gboolean running, moved;   /* moved: the mouse reported a step that was not delivered yet */
  GSource *mouse;
} WindowBench;

/* Age of this process in ms; NAN if the system does not tell. */
static double
process_age (void)
{
  g_autofree char *stat = NULL, *uptime = NULL;
  const char *end;
  unsigned long long began;

  if (!g_file_get_contents ("/proc/self/stat", &stat, NULL, NULL)
      || !g_file_get_contents ("/proc/uptime", &uptime, NULL, NULL) || !(end = strrchr (stat, ')'))
      || sscanf (end + 1, " %*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %*u %*u %*d %*d %*d %*d %*d %*d %llu",
                 &began)
             != 1)
    return NAN;
  return 1e3 * (g_ascii_strtod (uptime, NULL) - (double) began / sysconf (_SC_CLK_TCK));
}

static void
end_drag (WindowBench *self)
{
  self->running = FALSE;
  if (self->mouse)
    g_source_destroy (self->mouse);
  g_clear_pointer (&self->mouse, g_source_unref);
  sl_bench_window_end (&self->base);
}

/* Delivers the newest report of the mouse. */
static void
flush_cb (GdkFrameClock *clock, WindowBench *self)
{
  SlSession *session = sl_window_get_session (self->window);
  const double now = sl_bench_now (), reported = self->began + floor ((now - self->began) / STEP_S) * STEP_S;
  double at = (reported - self->leg_began) / self->seconds, lo, hi;
  GtkRange *slider;
  gboolean handled;

  if (!self->running || !self->moved)
    return;
  self->moved = FALSE;
  if (at >= 1.0)
    {
      sl_session_end_drag (session);
      if (++self->leg == G_N_ELEMENTS (path))
        {
          end_drag (self);
          return;
        }
      self->leg_began = reported;
      at = 0.0;
    }
  if (at <= 0.0)
    sl_session_begin_drag (session, path[self->leg]);
  slider = sl_bench_window_find_slider (sl_window_get_row (self->window, path[self->leg]));
  lo = gtk_adjustment_get_lower (gtk_range_get_adjustment (slider));
  hi = gtk_adjustment_get_upper (gtk_range_get_adjustment (slider));
  self->delivered_us[1] = self->delivered_us[0];
  self->reported_us[1] = self->reported_us[0];
  self->delivered_us[0] = g_get_monotonic_time ();
  self->reported_us[0] = self->delivered_us[0] - 1e6 * (now - reported);
  /* Back and forth over the middle two thirds, with the signal that a slider emits for user input. */
  g_signal_emit_by_name (slider, "change-value", GTK_SCROLL_JUMP,
                         lo + (hi - lo) * (0.5 - 0.33 * cos (2.0 * G_PI * MAX (at, 0.0))), &handled);
  self->steps++;
}

/* posted_us: when the session requested what this frame shows. */
static void
shown_cb (SlWindow *window, gint64 posted_us, WindowBench *self)
{
  const gint64 now = g_get_monotonic_time ();
  const guint step = posted_us >= self->delivered_us[0] ? 0 : 1;
  /* Times of steps before the last two are not kept: the request stands for the delivery, and the mouse
   * reported the step at most one interval before. */
  const gboolean known = posted_us >= self->delivered_us[1];
  const double ms = 1e-3 * (now - (known ? self->delivered_us[step] : posted_us));
  const double hand_ms = known ? 1e-3 * (now - self->reported_us[step]) : ms + 1e3 * STEP_S;

  if (!self->running || self->steps < 2)
    return;
  g_array_append_val (self->latency, ms);
  g_array_append_val (self->hand, hand_ms);
}

static void
frame_cb (GdkFrameClock *clock, WindowBench *self)
{
  double now = sl_bench_now (), ms = 1e3 * (now - self->last_frame);

  if (self->running && self->last_frame > 0.0)
    g_array_append_val (self->interval, ms);
  self->last_frame = now;
}

/* The next report is due by the mouse's clock, however late this one was handled. */
static gboolean
mouse_cb (gpointer data)
{
  WindowBench *self = data;
  const double now = sl_bench_now (),
               next = self->began + (floor ((now - self->began) / STEP_S) + 1.0) * STEP_S;

  g_source_set_ready_time (self->mouse,
                           self->running ? g_get_monotonic_time () + (gint64) (1e6 * (next - now)) : -1);
  if (!self->running)
    return G_SOURCE_REMOVE;
  self->moved = TRUE;
  gdk_frame_clock_request_phase (gtk_widget_get_frame_clock (GTK_WIDGET (self->window)),
                                 GDK_FRAME_CLOCK_PHASE_FLUSH_EVENTS);
  return G_SOURCE_CONTINUE;
}

static gboolean
mouse_dispatch (GSource *source, GSourceFunc callback, gpointer data)
{
  return callback (data);
}

static gboolean
begin_cb (gpointer data)
{
  static GSourceFuncs mouse = { .dispatch = mouse_dispatch };
  WindowBench *self = data;

  self->began = self->leg_began = sl_bench_now ();
  self->running = TRUE;
  g_signal_connect (gtk_widget_get_frame_clock (GTK_WIDGET (self->window)), "flush-events",
                    G_CALLBACK (flush_cb), self);
  self->mouse = g_source_new (&mouse, sizeof (GSource));
  g_source_set_priority (self->mouse, GDK_PRIORITY_EVENTS);
  g_source_set_callback (self->mouse, mouse_cb, self, NULL);
  g_source_set_ready_time (self->mouse, 0);
  g_source_attach (self->mouse, NULL);
  return G_SOURCE_REMOVE;
}

static void
ready_cb (SlWindow *window, WindowBench *self)
{
  self->start_ms = process_age ();
  sl_bench_window_ready (&self->base);
  g_signal_connect (gtk_widget_get_frame_clock (GTK_WIDGET (window)), "after-paint", G_CALLBACK (frame_cb),
                    self);
  /* Starts when work that follows the first frame is done. */
  g_timeout_add (500, begin_cb, self);
}

static void
activate_cb (GApplication *app, gpointer data)
{
  WindowBench *self = data;

  self->window = SL_WINDOW (sl_window_new (GTK_APPLICATION (app)));
  gtk_window_set_default_size (GTK_WINDOW (self->window), SL_BENCH_WINDOW_WIDTH, SL_BENCH_WINDOW_HEIGHT);
  g_signal_connect (self->window, "ready", G_CALLBACK (ready_cb), self);
  g_signal_connect (self->window, "shown", G_CALLBACK (shown_cb), self);
  sl_bench_window_open (&self->base, GTK_WIDGET (self->window));
}

static void
report_window (const WindowBench *self, gboolean json)
{
  const char *renderer = g_getenv ("GSK_RENDERER");
  SlBenchSummary latency, hand, frame;
  guint dropped = 0;

  for (guint i = 0; i < self->interval->len; i++)
    dropped += g_array_index (self->interval, double, i) > 1.5 * FRAME_MS;
  latency = sl_bench_summary ((double *) self->latency->data, self->latency->len);
  hand = sl_bench_summary ((double *) self->hand->data, self->hand->len);
  frame = sl_bench_summary ((double *) self->interval->data, self->interval->len);
  {
    const SlBenchNumber number[] = {
      { "input_to_paint_median_ms", latency.median, 3 },
      { "input_to_paint_p95_ms", latency.p95, 3 },
      { "hand_to_paint_median_ms", hand.median, 3 },
      { "hand_to_paint_p95_ms", hand.p95, 3 },
      { "frame_interval_median_ms", frame.median, 3 },
      { "frame_interval_p95_ms", frame.p95, 3 },
      { "frames", self->interval->len, 0 },
      { "dropped_frames", dropped, 0 },
      { "steps", self->steps, 0 },
      { "start_to_spectrum_ms", self->start_ms, 3 },
      { "resident_mb", self->base.resident, 3 },
      { "peak_mb", self->base.peak, 3 },
    };

    sl_bench_print ("renderer", renderer ? renderer : "default", number, G_N_ELEMENTS (number), json);
  }
}

static SlExit
run_window_bench (const SlCommandLine *line)
{
  gboolean json = FALSE;
  WindowBench bench = { .seconds = DEFAULT_SECONDS };
  const GOptionEntry entries[] = {
    SL_COMMAND_ENTRY_JSON (&json),
    { "seconds", 's', 0, G_OPTION_ARG_DOUBLE, &bench.seconds,
      N_ ("How long each slider is dragged (default: 1.5)"), N_ ("S") },
    { NULL },
  };
  SlExit status;

  if (!sl_command_parse (line, entries, &status)
      || !sl_bench_check_range (line, "--seconds", bench.seconds, 0.1, MOST_SECONDS, &status))
    return status;
  bench.latency = g_array_new (FALSE, FALSE, sizeof (double));
  bench.hand = g_array_new (FALSE, FALSE, sizeof (double));
  bench.interval = g_array_new (FALSE, FALSE, sizeof (double));
  status = sl_bench_window_run (&bench.base, line, activate_cb, &bench);
  if (status == SL_EXIT_OK && bench.latency->len && bench.interval->len)
    report_window (&bench, json);
  else if (status == SL_EXIT_OK)
    status = sl_command_fail (SL_EXIT_FAULT, _ ("%s: the window was closed before the end"),
                              line->command->name);
  g_array_unref (bench.latency);
  g_array_unref (bench.hand);
  g_array_unref (bench.interval);
  return status;
}

const SlBench sl_bench_ui = {
  .name = "ui",
  .summary = N_ ("Time the window, from slider to four painted plots"),
  .help = N_ (
    "Opens the window, 1280 by 800 pixels, and drags sliders along a path as a mouse does, 125 steps a\n"
    "second. Needs a display; xvfb-run provides one without a screen.\n"
    "  input_to_paint     from the slider's value change to the frame in which all plots show it\n"
    "  hand_to_paint      from the step of the mouse, which waits for the next frame of GDK. Steps\n"
    "                     that a newer one replaces are not shown and not counted\n"
    "  dropped_frames     intervals between frames longer than one and a half at 60 a second\n"
    "  start_to_spectrum  from the start of the program to the first frame with all plots\n"
    "The saved session and the preferences are neither read nor written."),
  .run = run_window_bench,
};
