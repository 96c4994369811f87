/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The window of populations with the real engine and data: sliders, gradients, the cut, undo, files, errors.
 */
#include "app/population/sl-window-population.h"

#include <math.h>
#include <string.h>

#include <glib/gstdio.h>

#include "app/figures/sl-figures-population.h"
#include "app/desktop/sl-window-reading.h"
#include "tests/stopped-readers.h"
#include "tests/ui/names.h"
#include "tests/ui/widgets.h"

#define LIMIT_US (60 * G_USEC_PER_SEC)
/* Few galaxies, so that gradients are quick, and enough smoothing for finite differences. */
#define GALAXIES 4000
#define BIN_WIDTH 0.6
#define CUT_WIDTH 0.2
/* A step of lg SFR is 2.5 mag wide; the error of a difference is the square of the step over the smoothing,
 * here 1%, of the largest derivative; floats are far below. */
#define STEP 0.01
#define TOL_DIFFERENCE 0.02

static AdwApplication *app;
static char *state_path;

typedef struct {
  SlPopulationWindow *window;
  SlPopulationDocument *document;
} Fixture;

static SlPopulationState
state_of (Fixture *f)
{
  return *sl_population_document_get_state (f->document);
}

static void
settle (Fixture *f)
{
  WAIT (sl_population_window_is_idle (f->window));
}

static void
change (Fixture *f, const SlPopulationState *state)
{
  sl_population_document_change (f->document, state, "test");
}

static void
set_up (Fixture *f, gconstpointer data)
{
  SlPopulationState state;

  g_unlink (state_path);
  f->window = SL_POPULATION_WINDOW (sl_population_window_new (GTK_APPLICATION (app)));
  f->document = sl_population_window_get_document (f->window);
  state = state_of (f);
  state.n = GALAXIES;
  state.spec.bin_width = BIN_WIDTH;
  state.spec.cut_width = CUT_WIDTH;
  change (f, &state);
  gtk_window_present (GTK_WINDOW (f->window));
  settle (f);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  g_object_ref (f->window);
  gtk_window_close (GTK_WINDOW (f->window));
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_finalize_object (f->window);
}

static void
activate (Fixture *f, const char *action, GVariant *parameter)
{
  g_action_group_activate_action (G_ACTION_GROUP (f->window), action, parameter);
}

static SlPlot *
plot_of (Fixture *f, const char *figure)
{
  return sl_plot_view_get_plot (sl_population_window_get_view (f->window, figure));
}

/* A copy of a curve's heights. */
static GArray *
curve (Fixture *f, guint panel, guint series)
{
  SlPlot *plot = plot_of (f, "counts");
  GArray *copy = g_array_new (FALSE, FALSE, sizeof (double));
  const double *x, *y;
  gsize n;

  g_assert_cmpuint (sl_plot_n_panels (plot), ==, 2);
  g_assert_cmpuint (sl_plot_n_series (plot, panel), >, series);
  n = sl_plot_series_data (plot, panel, series, &x, &y);
  g_array_append_vals (copy, y, n);
  return copy;
}

#define ALL 0
#define CUT 1

static double
sum (const GArray *y)
{
  double s = 0.0;

  for (guint i = 0; i < y->len; i++)
    s += g_array_index (y, double, i);
  return s;
}

static double
furthest (const GArray *a, const GArray *b)
{
  double most = 0.0;

  g_assert_cmpuint (a->len, ==, b->len);
  for (guint i = 0; i < a->len; i++)
    most = MAX (most, fabs (g_array_index (a, double, i) - g_array_index (b, double, i)));
  return most;
}

/* Does what dragging the slider does. */
static void
slide (Fixture *f, const char *name, double value)
{
  GtkWidget *row = sl_population_window_get_row (f->window, name), *scale;
  gboolean handled;

  g_assert_nonnull (row);
  scale = find (row, GTK_TYPE_SCALE);
  g_signal_emit_by_name (scale, "change-value", GTK_SCROLL_JUMP, value, &handled);
}

static void
test_appears (Fixture *f, gconstpointer data)
{
  g_autoptr (GArray) all = curve (f, 0, ALL), cut = curve (f, 0, CUT);

  /* Each bin is two points; a few galaxies are beyond the bins. */
  g_assert_cmpfloat (sum (all) / 2.0, <=, GALAXIES * (1.0 + 1e-6));
  g_assert_cmpfloat (sum (all) / 2.0, >, 0.9 * GALAXIES);
  g_assert_cmpfloat (sum (cut), >, 0.05 * sum (all));
  g_assert_cmpfloat (sum (cut), <, 0.95 * sum (all));
  g_assert_cmpuint (sl_plot_n_handles (plot_of (f, "map")), ==, 1);
}

static void
test_slider (Fixture *f, gconstpointer data)
{
  g_autoptr (GArray) before = curve (f, 0, CUT), after = NULL, back = NULL;
  const double was = state_of (f).spec.axis[0][SL_POP_LGMET_YOUNG].mean;

  slide (f, "mean.lgmet_young", -2.6);
  g_assert_cmpfloat_with_epsilon (state_of (f).spec.axis[0][SL_POP_LGMET_YOUNG].mean, -2.6, 1e-9);
  /* The second component has no metals of its own. */
  g_assert_cmpfloat_with_epsilon (state_of (f).spec.axis[1][SL_POP_LGMET_YOUNG].mean, -2.6, 1e-9);
  g_assert_cmpstr (sl_population_document_get_focus (f->document), ==, "mean.lgmet_young");
  settle (f);
  after = curve (f, 0, CUT);
  /* Fewer metals: bluer. */
  g_assert_cmpfloat (sum (after), <, 0.9 * sum (before));
  activate (f, "undo", NULL);
  g_assert_cmpfloat (state_of (f).spec.axis[0][SL_POP_LGMET_YOUNG].mean, ==, was);
  settle (f);
  back = curve (f, 0, CUT);
  g_assert_cmpfloat (furthest (back, before), <, 1e-6);
  activate (f, "redo", NULL);
  g_assert_cmpfloat_with_epsilon (state_of (f).spec.axis[0][SL_POP_LGMET_YOUNG].mean, -2.6, 1e-9);
}

/* A drag is one step; the tangent preview is drawn during it. */
static void
test_drag (Fixture *f, gconstpointer data)
{
  const double was = state_of (f).spec.axis[0][SL_POP_LOGM0].mean;
  SlPopulationState state;
  gboolean tangent = FALSE;
  SlPlot *plot;

  sl_population_document_set_focus (f->document, "mean.logm0");
  sl_population_document_begin_drag (f->document, "drag");
  for (int i = 1; i <= 3; i++)
    {
      plot = plot_of (f, "counts");
      state = state_of (f);
      for (int c = 0; c < 2; c++)
        state.spec.axis[c][SL_POP_LOGM0].mean = was + 0.1 * i;
      change (f, &state);
      WAIT (plot_of (f, "counts") != plot);
    }
  settle (f);
  plot = plot_of (f, "counts");
  for (guint i = 0; i < sl_plot_n_series (plot, 0); i++)
    tangent |= g_strcmp0 (sl_plot_series_name (plot, 0, i), "tangent") == 0;
  g_assert_true (tangent);
  sl_population_document_end_drag (f->document);
  activate (f, "undo", NULL);
  g_assert_cmpfloat (state_of (f).spec.axis[0][SL_POP_LOGM0].mean, ==, was);
}

static GArray *
counts_at (Fixture *f, const SlPopPhi *phi, double value)
{
  SlPopulationState state = state_of (f);

  sl_population_set (&state.spec, phi, value);
  change (f, &state);
  settle (f);
  return curve (f, 0, CUT);
}

/* The lower panel is the derivative of the upper one. */
static void
test_gradient (Fixture *f, gconstpointer data)
{
  const SlPopPhi phi = { SL_PHI_MEAN, SL_POP_LGY, 3 };
  const double was = state_of (f).spec.axis[0][SL_POP_LGY].mean;
  g_autoptr (GArray) gradient = NULL, less = NULL, more = NULL;
  double largest = 0.0;

  sl_population_document_set_focus (f->document, "mean.lgy_at_mcrit");
  gradient = curve (f, 1, 0);
  less = counts_at (f, &phi, was - STEP);
  more = counts_at (f, &phi, was + STEP);
  for (guint i = 0; i < gradient->len; i++)
    largest = MAX (largest, fabs (g_array_index (gradient, double, i)));
  g_assert_cmpfloat (largest, >, 10.0);
  for (guint i = 0; i < gradient->len; i++)
    g_assert_cmpfloat (fabs ((g_array_index (more, double, i) - g_array_index (less, double, i))
                                 / (2.0 * STEP)
                             - g_array_index (gradient, double, i)),
                       <, TOL_DIFFERENCE * largest);
}

static void
test_preset (Fixture *f, gconstpointer data)
{
  g_autofree char *before = sl_population_document_get_title (f->document), *after = NULL;

  activate (f, "preset", g_variant_new_string ("dwarfs"));
  settle (f);
  after = sl_population_document_get_title (f->document);
  g_assert_cmpstr (before, !=, after);
  g_assert_cmpuint (state_of (f).spec.n_components, ==, 1);
  g_assert_cmpuint (state_of (f).n, ==, GALAXIES);
  g_assert_nonnull (sl_population_window_get_row (f->window, "mean.lgfburst"));
  g_assert_null (sl_population_window_get_row (f->window, "fraction.mid"));
  g_assert_false (sl_population_document_get_changed (f->document));
  activate (f, "undo", NULL);
  settle (f);
  g_assert_nonnull (sl_population_window_get_row (f->window, "fraction.mid"));
}

static void
test_cut (Fixture *f, gconstpointer data)
{
  SlPlotView *view = sl_population_window_get_view (f->window, "map");
  g_autoptr (GArray) before = curve (f, 0, CUT), after = NULL;
  double y;

  g_signal_emit_by_name (view, "handle-begin", "cut");
  g_signal_emit_by_name (view, "handle-moved", "cut", -20.0, 0.75);
  /* The line follows before new galaxies are drawn. */
  sl_plot_get_handle (plot_of (f, "map"), 0, NULL, NULL, &y, NULL, NULL);
  g_assert_cmpfloat_with_epsilon (y, 0.75, 1e-9);
  g_signal_emit_by_name (view, "handle-end", "cut", FALSE);
  settle (f);
  after = curve (f, 0, CUT);
  g_assert_cmpfloat (sum (after), <, 0.8 * sum (before));
  /* Escape restores it. */
  g_signal_emit_by_name (view, "handle-begin", "cut");
  g_signal_emit_by_name (view, "handle-moved", "cut", -20.0, 0.5);
  g_signal_emit_by_name (view, "handle-end", "cut", TRUE);
  g_assert_cmpfloat_with_epsilon (state_of (f).spec.cut, 0.75, 1e-9);
  activate (f, "undo", NULL);
  g_assert_cmpfloat_with_epsilon (state_of (f).spec.cut, 0.6, 1e-9);
  /* Closing the window during a drag ends it. */
  g_signal_emit_by_name (view, "handle-begin", "cut");
}

static void
test_names (Fixture *f, gconstpointer data)
{
  g_assert_cmpuint (check_names (GTK_WIDGET (f->window)), ==, 0);
}

/* Whether an item of a menu opens this file. */
static gboolean
opens (GMenuModel *menu, int i, const char *path)
{
  g_autofree char *target = NULL;

  return g_menu_model_get_n_items (menu) > i
         && g_menu_model_get_item_attribute (menu, i, "target", "s", &target) && strcmp (target, path) == 0;
}

static void
test_file (Fixture *f, gconstpointer data)
{
  g_autofree char *path = g_build_filename (g_get_user_state_dir (), "kept.json", NULL), *title = NULL;
  g_autoptr (GError) error = NULL;
  SlPopulationState state;
  GMenuModel *recent;

  slide (f, "scatter.lgmcrit", 0.3);
  g_assert_true (sl_population_document_save (f->document, path, &error));
  g_assert_no_error (error);
  g_assert_false (sl_population_document_get_changed (f->document));
  activate (f, "preset", g_variant_new_string ("quenching"));
  sl_population_window_open (f->window, path);
  WAIT (!sl_window_reading_under_way (sl_window_shell_of (GTK_WINDOW (f->window))));
  /* It is in the recent menu, which opens it. */
  recent = G_MENU_MODEL (
      gtk_widget_get_template_child (GTK_WIDGET (f->window), SL_TYPE_POPULATION_WINDOW, "recent_menu"));
  WAIT (opens (recent, 0, path));
  state = state_of (f);
  g_assert_cmpfloat_with_epsilon (state.spec.axis[0][SL_POP_LGMCRIT].scatter, 0.3, 1e-9);
  g_assert_cmpuint (state.spec.n_components, ==, 2);
  title = sl_population_document_get_title (f->document);
  g_assert_cmpstr (title, ==, "kept.json");
  settle (f);
  /* An invalid file changes nothing. */
  g_assert_true (g_file_set_contents (path, "{\"nonsense\": [", -1, NULL));
  g_assert_false (sl_population_document_open (f->document, path, &error));
  g_assert_nonnull (error);
  g_assert_cmpfloat_with_epsilon (state_of (f).spec.axis[0][SL_POP_LGMCRIT].scatter, 0.3, 1e-9);
}

/* A description whose catalogue is an HDF5 file made by others. */
static char *
write_with_catalogue (const char *name)
{
  g_autofree char *folder = g_path_get_dirname (state_path), *points = NULL, *data = NULL, *own = NULL;
  char *path = g_build_filename (folder, name, NULL);
  gsize length;

  own = g_build_filename (g_getenv ("SL_DATA"), "filters.h5", NULL);
  points = g_build_filename (folder, "points.h5", NULL);
  g_assert_true (g_file_get_contents (own, &data, &length, NULL));
  g_assert_true (g_file_set_contents (points, data, length, NULL));
  g_assert_true (g_file_set_contents (path,
                                      "{\"format\": \"starloom-population\", \"version\": 1,"
                                      " \"catalogue\": \"points.h5\"}",
                                      -1, NULL));
  return path;
}

/* While a catalogue is read, the window goes on; the button ends the reading, and nothing has changed. */
static void
test_reading (Fixture *f, gconstpointer data)
{
  g_autofree char *path = write_with_catalogue ("slow.json"), *folder = g_path_get_dirname (path),
                  *points = g_build_filename (folder, "points.h5", NULL),
                  *before = sl_population_document_get_title (f->document), *after = NULL;
  SlWindowShell *shell = sl_window_shell_of (GTK_WINDOW (f->window));
  StoppedReaders readers;
  GtkWidget *cancel;
  gint64 begun;

  slide (f, "mean.lgmcrit", 11.8);
  stopped_readers_begin (&readers);
  begun = g_get_monotonic_time ();
  sl_population_window_open (f->window, path);
  g_assert_cmpint (g_get_monotonic_time () - begun, <, 2 * G_USEC_PER_SEC);
  g_assert_true (sl_window_reading_under_way (shell));
  /* It draws meanwhile. */
  slide (f, "mean.lgmcrit", 11.9);
  WAIT ((cancel = seek (GTK_WIDGET (f->window), GTK_TYPE_BUTTON, "_Cancel")));
  g_assert_nonnull (seek (GTK_WIDGET (f->window), GTK_TYPE_LABEL, "slow.json"));
  WAIT (g_atomic_int_get (&readers.pid) > 0);
  g_signal_emit_by_name (cancel, "clicked");
  WAIT (!sl_window_reading_under_way (shell));
  WAIT (stopped_reader_ended (&readers));
  after = sl_population_document_get_title (f->document);
  g_assert_cmpstr (after, ==, before);
  g_assert_cmpfloat_with_epsilon (state_of (f).spec.axis[0][SL_POP_LGMCRIT].mean, 11.9, 1e-9);
  g_assert_cmpuint (state_of (f).spec.catalogue == NULL, ==, TRUE);
  /* The window is closed while it reads again. */
  sl_population_window_open (f->window, path);
  g_assert_true (sl_window_reading_under_way (shell));
  sl_window_reading_forget (shell);
  WAIT (stopped_reader_ended (&readers));
  sl_population_window_open (f->window, path);
  g_assert_true (sl_window_reading_under_way (shell));
  stopped_readers_end (&readers);
  g_unlink (path);
  g_unlink (points);
}

/* A catalogue that cannot be read leaves the old population, with a message. */
static void
test_unread (Fixture *f, gconstpointer data)
{
  g_autofree char *path = write_with_catalogue ("bad.json"), *folder = g_path_get_dirname (path),
                  *points = g_build_filename (folder, "points.h5", NULL);
  SlWindowShell *shell = sl_window_shell_of (GTK_WINDOW (f->window));

  slide (f, "mean.lgmcrit", 11.8);
  sl_population_window_open (f->window, path);
  WAIT (!sl_window_reading_under_way (shell));
  WAIT (gtk_widget_get_mapped (GTK_WIDGET (f->window)));
  g_assert_null (sl_population_document_get_path (f->document));
  g_assert_cmpfloat_with_epsilon (state_of (f).spec.axis[0][SL_POP_LGMCRIT].mean, 11.8, 1e-9);
  g_assert_true (state_of (f).spec.catalogue == NULL);
  g_unlink (path);
  g_unlink (points);
}

/* The next window has the population of the last. */
static void
test_kept (Fixture *f, gconstpointer data)
{
  g_autoptr (SlPopulationDocument) next = sl_population_document_new ();
  g_autofree char *message = NULL;
  g_autoptr (GError) error = NULL;

  slide (f, "mean.lgmcrit", 11.8);
  g_assert_true (sl_population_document_flush (f->document, &error));
  g_assert_no_error (error);
  sl_population_document_attach (next, state_path, 1, &message);
  g_assert_null (message);
  g_assert_cmpfloat_with_epsilon (sl_population_document_get_state (next)->spec.axis[0][SL_POP_LGMCRIT].mean,
                                  11.8, 1e-9);
  g_assert_cmpstr (sl_population_document_get_preset (next), ==, "mixed");
  g_assert_cmpuint (sl_population_document_get_state (next)->n, ==, SL_POPULATION_LEAST_GALAXIES);
  g_assert_null (sl_population_document_get_undo (next));
}

/* A preset takes the file's place, never its content; changes that were not saved are kept in a file. */
static void
test_unsaved (Fixture *f, gconstpointer data)
{
  g_autofree char *folder = g_path_get_dirname (state_path);
  g_autofree char *path = g_build_filename (folder, "own.json", NULL);
  g_autofree char *before = NULL, *after = NULL;
  g_auto (GStrv) none = sl_population_document_list_aside (f->document), kept = NULL;

  g_assert_cmpuint (g_strv_length (none), ==, 0);
  slide (f, "mean.lgmcrit", 11.7);
  g_assert_true (sl_population_document_save (f->document, path, NULL));
  g_assert_true (g_file_get_contents (path, &before, NULL, NULL));
  slide (f, "mean.lgmcrit", 11.9);
  g_assert_true (sl_population_document_apply_preset (f->document, "mixed"));
  g_assert_null (sl_population_document_get_path (f->document));
  kept = sl_population_document_list_aside (f->document);
  g_assert_cmpuint (g_strv_length (kept), ==, 1);
  g_assert_true (sl_population_document_open (f->document, kept[0], NULL));
  g_assert_null (sl_population_document_get_path (f->document));
  g_assert_true (sl_population_document_get_changed (f->document));
  g_assert_cmpfloat_with_epsilon (state_of (f).spec.axis[0][SL_POP_LGMCRIT].mean, 11.9, 1e-9);
  g_assert_true (g_file_get_contents (path, &after, NULL, NULL));
  g_assert_cmpstr (before, ==, after);
  g_unlink (kept[0]);
  g_unlink (path);
}

static gboolean
complains (GtkWidget *widget)
{
  if (GTK_IS_REVEALER (widget) && gtk_revealer_get_reveal_child (GTK_REVEALER (widget))
      && gtk_revealer_get_child (GTK_REVEALER (widget))
      && gtk_widget_has_css_class (gtk_revealer_get_child (GTK_REVEALER (widget)), "sl-population-message"))
    return TRUE;
  for (GtkWidget *c = gtk_widget_get_first_child (widget); c; c = gtk_widget_get_next_sibling (c))
    if (complains (c))
      return TRUE;
  return FALSE;
}

/* Contradictory correlations: the plots keep the last answer and a message is shown until undo. */
static void
test_error (Fixture *f, gconstpointer data)
{
  g_autoptr (GArray) before = curve (f, 0, CUT), after = NULL;
  SlPopulationState state = state_of (f);

  state.spec.n_correlations = 0;
  g_assert_true (sl_population_state_correlate (&state, SL_POP_LGMCRIT, SL_POP_LGY, 0.9));
  g_assert_true (sl_population_state_correlate (&state, SL_POP_LGMCRIT, SL_POP_INDX_LO, 0.9));
  g_assert_true (sl_population_state_correlate (&state, SL_POP_LGY, SL_POP_INDX_LO, -0.9));
  g_assert_false (sl_population_state_correlate (&state, SL_POP_LGY, SL_POP_LGMCRIT, 0.1));
  change (f, &state);
  WAIT (complains (GTK_WIDGET (f->window)));
  after = curve (f, 0, CUT);
  g_assert_cmpfloat (furthest (before, after), ==, 0.0);
  activate (f, "undo", NULL);
  WAIT (!complains (GTK_WIDGET (f->window)));
  settle (f);
}

/* Rows come and go with what varies. */
static void
test_structure (Fixture *f, gconstpointer data)
{
  SlPopulationState state = state_of (f);

  g_assert_nonnull (sl_population_window_get_row (f->window, "fixed.t_peak"));
  sl_population_state_vary (&state, SL_POP_T_PEAK, TRUE);
  change (f, &state);
  g_assert_null (sl_population_window_get_row (f->window, "fixed.t_peak"));
  g_assert_nonnull (sl_population_window_get_row (f->window, "scatter.t_peak"));
  g_assert_null (sl_population_window_get_row (f->window, "slope.t_peak"));
  sl_population_state_set_sloped (&state, SL_POP_T_PEAK, 0, TRUE);
  change (f, &state);
  slide (f, "slope.t_peak", 0.5);
  settle (f);
  state = state_of (f);
  g_assert_cmpfloat_with_epsilon (state.spec.axis[1][SL_POP_T_PEAK].slope, 0.5, 1e-9);
  sl_population_state_set_own (&state, SL_POP_T_PEAK, TRUE);
  change (f, &state);
  g_assert_nonnull (sl_population_window_get_row (f->window, "second.mean.t_peak"));
  sl_population_state_correlate (&state, SL_POP_T_PEAK, SL_POP_LGY, 0.2);
  change (f, &state);
  g_assert_nonnull (sl_population_window_get_row (f->window, "correlation.t_peak.lgy_at_mcrit"));
  settle (f);
  /* A uniform distribution has no correlations. */
  sl_population_state_set_even (&state, SL_POP_T_PEAK, TRUE);
  change (f, &state);
  g_assert_null (sl_population_window_get_row (f->window, "correlation.t_peak.lgy_at_mcrit"));
  sl_population_state_set_second (&state, FALSE);
  change (f, &state);
  g_assert_null (sl_population_window_get_row (f->window, "second.mean.t_peak"));
  settle (f);
  activate (f, "reset-all", NULL);
  g_assert_false (sl_population_document_get_changed (f->document));
  settle (f);
}

/* Bins move with the observer's frame, and back. */
static void
test_observed (Fixture *f, gconstpointer data)
{
  SlPopulationState state = state_of (f);
  const double lo = state.spec.bin_lo, map_hi = state.spec.map_hi;
  g_autoptr (GArray) all = NULL;

  sl_population_state_set_observed (&state, TRUE);
  g_assert_cmpfloat (state.spec.base.value[SL_PARAM_REDSHIFT], >, 0.0);
  change (f, &state);
  slide (f, "redshift", 0.8);
  settle (f);
  /* The distance modulus is 43.5 at this redshift, minus the factor (1+z) of the bands. */
  g_assert_cmpfloat (state_of (f).spec.bin_lo - lo, >, 40.0);
  g_assert_cmpfloat (state_of (f).spec.bin_lo - lo, <, 45.0);
  all = curve (f, 0, ALL);
  g_assert_cmpfloat (sum (all) / 2.0, >, 0.8 * GALAXIES);
  state = state_of (f);
  sl_population_state_set_observed (&state, FALSE);
  g_assert_cmpfloat_with_epsilon (state.spec.bin_lo, lo, 1e-9);
  g_assert_cmpfloat_with_epsilon (state.spec.map_hi, map_hi, 1e-9);
}

static void
test_table (Fixture *f, gconstpointer data)
{
  SlPopulationSpec spec;
  SlPopPhi phi[SL_POP_MAX_PHI];
  g_autoptr (SlPopulationResult) result = NULL;
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;
  guint rows = 0, n_phi;

  spec = state_of (f).spec;
  n_phi = sl_population_parameters (&spec, phi);
  result = sl_population_result_new (&spec, TRUE);
  text = sl_figure_population_table (&spec, result, 1.0, ',');
  lines = g_strsplit (g_strchomp (text), "\n", -1);
  for (guint i = 0; lines[i]; i++)
    {
      g_auto (GStrv) cells = g_strsplit (lines[i], ",", -1);

      if (lines[i][0] == '#')
        continue;
      g_assert_cmpuint (g_strv_length (cells), ==, 4 + n_phi);
      rows++;
    }
  g_assert_cmpuint (rows, ==, spec.n_bins + 1);
}

/* Many galaxies: first some of them, then all. */
static void
test_many (Fixture *f, gconstpointer data)
{
  SlPopulationState state = state_of (f);
  SlPlot *plot = plot_of (f, "counts");
  g_autoptr (GArray) all = NULL;

  /* Few parameters, because gradients by many take time. */
  state.spec.drawn = state.spec.own = (SlPopSet){ { 0 } };
  sl_pop_set_add (&state.spec.drawn, SL_POP_LOGM0);
  state.spec.n_correlations = 0;
  state.spec.n_components = 1;
  state.n = 150000;
  change (f, &state);
  WAIT (plot_of (f, "counts") != plot);
  all = curve (f, 0, ALL);
  g_assert_cmpfloat_with_epsilon (sum (all) / 2.0, 150000.0, 0.1 * 150000.0);
  settle (f);
  /* The newest request replaces the others. */
  for (int i = 0; i < 5; i++)
    {
      state.spec.seed++;
      change (f, &state);
    }
  state.n = GALAXIES;
  change (f, &state);
  settle (f);
}

/* Closing while galaxies are drawn. */
static void
test_closing (Fixture *f, gconstpointer data)
{
  SlPopulationState state = state_of (f);

  state.n = 10000000;
  change (f, &state);
}

static void
activate_cb (void)
{
}

int
main (int argc, char **argv)
{
  static const struct { const char *path; void (*run) (Fixture *f, gconstpointer data); } tests[] = {
    { "/population-window/appears", test_appears },     { "/population-window/slider", test_slider },
    { "/population-window/drag", test_drag },           { "/population-window/gradient", test_gradient },
    { "/population-window/preset", test_preset },       { "/population-window/cut", test_cut },
    { "/population-window/file", test_file },           { "/population-window/kept", test_kept },
    { "/population-window/names", test_names },
    { "/population-window/error", test_error },         { "/population-window/structure", test_structure },
    { "/population-window/observed", test_observed },   { "/population-window/table", test_table },
    { "/population-window/many", test_many },           { "/population-window/closing", test_closing },
    { "/population-window/unsaved", test_unsaved },     { "/population-window/reading", test_reading },
    { "/population-window/unread", test_unread },
  };
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = g_dir_make_tmp ("starloom-population-XXXXXX", &error), *own = NULL, *lock = NULL;
  int status;

  g_assert_no_error (error);
  g_setenv ("XDG_STATE_HOME", folder, TRUE);
  g_setenv ("GSK_RENDERER", "cairo", FALSE);
  gtk_test_init (&argc, &argv, NULL);
  state_path = sl_population_document_default_path ();
  app = adw_application_new ("org.starloom.Starloom", G_APPLICATION_NON_UNIQUE);
  g_signal_connect (app, "activate", G_CALLBACK (activate_cb), NULL);
  g_assert_true (g_application_register (G_APPLICATION (app), NULL, &error));
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Fixture, NULL, set_up, tests[i].run, tear_down);
  status = g_test_run ();
  g_object_unref (app);
  g_unlink (state_path);
  lock = g_strconcat (state_path, ".lock", NULL);
  g_unlink (lock);
  own = g_path_get_dirname (state_path);
  g_rmdir (own);
  g_rmdir (folder);
  g_free (state_path);
  return status;
}
