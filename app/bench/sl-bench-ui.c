/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <adwaita.h>
#include <glib/gi18n.h>

#include "app/shell/sl-application.h"
#include "app/bench/sl-bench-private.h"
#include "app/window/sl-window.h"

/* A mouse tells of itself 125 times a second, whatever the program is doing: where the hand is is told by the
 * clock. As in GDK, a word asks the frame clock to hand out what has come, and the newest word alone is
 * handed out. */
#define STEP_S 8e-3
#define DEFAULT_SECONDS 1.5
#define MOST_SECONDS 600.0
#define FRAME_MS (1000.0 / 60.0)
#define STARTUP_LIMIT_S 60
#define WIDTH 1280
#define HEIGHT 800

/* What is dragged, one after the other: each part of the engine has its turn. */
static const SlParamId path[] = { SL_PARAM_LG_QT,    SL_PARAM_LOGM0,   SL_PARAM_LGMET_OLD,
                                  SL_PARAM_LGU_MEAN, SL_PARAM_AV_OLD,  SL_PARAM_DUST_LGAGE_MID,
                                  SL_PARAM_LGFBURST, SL_PARAM_REDSHIFT };

typedef struct {
  double seconds;            /* for each slider */
  GApplication *app;
  SlWindow *window;
  double start_ms, resident, peak;
  guint leg;                 /* of the path */
  double leg_began;
  /* double, ms: from the program's hearing of a step, from the mouse's word; of frames */
  GArray *latency, *hand, *interval;
  guint steps;
  double began;              /* of the mouse's clock */
  /* when the newest word was handed out, and when the mouse gave it; [1]: the one before */
  gint64 delivered_us, told_us[2];
  gint64 delivered_before_us;
  double last_frame;
  gboolean running, moved;   /* moved: since the last word was handed out */
  GSource *mouse;
  guint limit;
  char *failure;
} Bench;

/* Age of this process in ms. */
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
  self->running = FALSE;
  if (self->mouse)
    g_source_destroy (self->mouse);
  g_clear_pointer (&self->mouse, g_source_unref);
  g_clear_handle_id (&self->limit, g_source_remove);
  sl_bench_memory (&self->resident, &self->peak);
  g_application_quit (self->app);
}

/* Hands out what the mouse told since the last frame. */
static void
flush_cb (GdkFrameClock *clock, Bench *self)
{
  SlSession *session = sl_window_get_session (self->window);
  const double now = sl_bench_now (), told = self->began + floor ((now - self->began) / STEP_S) * STEP_S;
  double at = (told - self->leg_began) / self->seconds, lo, hi;
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
          end (self);
          return;
        }
      self->leg_began = told;
      at = 0.0;
    }
  if (at <= 0.0)
    sl_session_begin_drag (session, path[self->leg]);
  slider = slider_of (sl_window_get_row (self->window, path[self->leg]));
  lo = gtk_adjustment_get_lower (gtk_range_get_adjustment (slider));
  hi = gtk_adjustment_get_upper (gtk_range_get_adjustment (slider));
  self->delivered_before_us = self->delivered_us;
  self->told_us[1] = self->told_us[0];
  self->delivered_us = g_get_monotonic_time ();
  self->told_us[0] = self->delivered_us - 1e6 * (now - told);
  /* To and fro over the middle two thirds; the signal by which a slider tells of a hand. */
  g_signal_emit_by_name (slider, "change-value", GTK_SCROLL_JUMP,
                         lo + (hi - lo) * (0.5 - 0.33 * cos (2.0 * G_PI * MAX (at, 0.0))), &handled);
  self->steps++;
}

/* posted_us: when the session asked for what this frame shows. */
static void
shown_cb (SlWindow *window, gint64 posted_us, Bench *self)
{
  const gint64 now = g_get_monotonic_time ();
  const gint64 told = posted_us >= self->delivered_us ? self->told_us[0] : self->told_us[1];
  const gint64 heard = posted_us >= self->delivered_us ? self->delivered_us : self->delivered_before_us;
  /* An answer to a word older than the last two was late by more frames than can be told apart: by what is
   * known. */
  const gboolean known = posted_us >= self->delivered_before_us;
  const double ms = 1e-3 * (now - (known ? heard : posted_us));
  const double hand_ms = known ? 1e-3 * (now - told) : ms + 1e3 * STEP_S;

  if (!self->running || self->steps < 2)
    return;
  g_array_append_val (self->latency, ms);
  g_array_append_val (self->hand, hand_ms);
}

static void
frame_cb (GdkFrameClock *clock, Bench *self)
{
  double now = sl_bench_now (), ms = 1e3 * (now - self->last_frame);

  if (self->running && self->last_frame > 0.0)
    g_array_append_val (self->interval, ms);
  self->last_frame = now;
}

/* The next word is due by the mouse's clock, however late this one was noticed. */
static gboolean
mouse_cb (gpointer data)
{
  Bench *self = data;
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
  Bench *self = data;

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
ready_cb (SlWindow *window, Bench *self)
{
  self->start_ms = process_age ();
  g_clear_handle_id (&self->limit, g_source_remove);
  g_signal_connect (gtk_widget_get_frame_clock (GTK_WIDGET (window)), "after-paint", G_CALLBACK (frame_cb),
                    self);
  /* Let what comes after the first frame be over. */
  g_timeout_add (500, begin_cb, self);
}

static void
failed_cb (SlWindow *window, const char *message, Bench *self)
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
  self->window = SL_WINDOW (sl_window_new (GTK_APPLICATION (app)));
  gtk_window_set_default_size (GTK_WINDOW (self->window), WIDTH, HEIGHT);
  g_signal_connect (self->window, "ready", G_CALLBACK (ready_cb), self);
  g_signal_connect (self->window, "failed", G_CALLBACK (failed_cb), self);
  g_signal_connect (self->window, "shown", G_CALLBACK (shown_cb), self);
  self->limit = g_timeout_add_seconds (STARTUP_LIMIT_S, late_cb, self);
  gtk_window_present (GTK_WINDOW (self->window));
}

static void
report (Bench *self, gboolean json)
{
  double median, p95, hand_median, hand_p95, frame_median, frame_p95;
  guint dropped = 0;

  for (guint i = 0; i < self->interval->len; i++)
    dropped += g_array_index (self->interval, double, i) > 1.5 * FRAME_MS;
  sl_bench_summary ((double *) self->latency->data, self->latency->len, &median, &p95, NULL);
  sl_bench_summary ((double *) self->hand->data, self->hand->len, &hand_median, &hand_p95, NULL);
  sl_bench_summary ((double *) self->interval->data, self->interval->len, &frame_median, &frame_p95, NULL);
  sl_bench_print ((SlBenchFigure[]) { { "input_to_paint_median_ms", median, 3 },
                                      { "input_to_paint_p95_ms", p95, 3 },
                                      { "hand_to_paint_median_ms", hand_median, 3 },
                                      { "hand_to_paint_p95_ms", hand_p95, 3 },
                                      { "frame_interval_median_ms", frame_median, 3 },
                                      { "frame_interval_p95_ms", frame_p95, 3 },
                                      { "frames", self->interval->len, 0 },
                                      { "dropped_frames", dropped, 0 },
                                      { "steps", self->steps, 0 },
                                      { "start_to_spectrum_ms", self->start_ms, 3 },
                                      { "resident_mb", self->resident, 3 },
                                      { "peak_mb", self->peak, 3 } },
                  12, json);
}

SlExit
sl_bench_ui (const SlCommandLine *line)
{
  gboolean json = FALSE;
  Bench bench = { .seconds = DEFAULT_SECONDS };
  const GOptionEntry entries[] = {
    { "json", 'j', 0, G_OPTION_ARG_NONE, &json, N_ ("Write JSON and nothing else"), NULL },
    { "seconds", 's', 0, G_OPTION_ARG_DOUBLE, &bench.seconds,
      N_ ("How long each slider is dragged (default: 1.5)"), N_ ("S") },
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
  sl_application_choose_renderer ();
  if (!gtk_init_check ())
    return sl_command_fail (SL_EXIT_FAULT,
                            _ ("bench: there is no display; xvfb-run starloom bench ui makes one"));
  folder = sl_bench_own_state ();
  bench.latency = g_array_new (FALSE, FALSE, sizeof (double));
  bench.hand = g_array_new (FALSE, FALSE, sizeof (double));
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
  g_array_unref (bench.hand);
  g_array_unref (bench.interval);
  g_free (bench.failure);
  sl_bench_remove_state (folder);
  return status;
}
