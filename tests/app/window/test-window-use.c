/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/window/sl-window.h"

#include <math.h>
#include <string.h>

#include <glib/gstdio.h>

#include "app/figures/sl-param-labels.h"
#include "model/galaxy/sl-presets.h"
#include "ui/compat/sl-compat.h"
#include "ui/widgets/sl-param-row.h"
#include "tests/ui/names.h"
#include "tests/ui/widgets.h"

/* Enough to load and paint, with sanitizers on a slow machine. */
#define LIMIT_US (60 * G_USEC_PER_SEC)
/* Dark and light backgrounds differ by far more than this, of 255. */
#define DARK_BELOW 90
#define LIGHT_ABOVE 170

/* Less than half of a small laptop's screen. */
#define NARROW 480
/* What a window's own frame may add. */
#define SHADOW 60

static GtkApplication *app;
static char *state_path, *bad_path;

typedef struct {
  SlWindow *window;
  SlSession *session;
  gboolean ready;
  char *failure;
} Fixture;

static void
rest (guint ms)
{
  gint64 until = g_get_monotonic_time () + ms * 1000;

  WAIT (g_get_monotonic_time () >= until);
}

/* ------------------------------------------------------------ the window */

static void
ready_cb (Fixture *f)
{
  f->ready = TRUE;
}

static void
failed_cb (Fixture *f, const char *message)
{
  g_free (f->failure);
  f->failure = g_strdup (message);
}

static void
open_window (Fixture *f)
{
  f->ready = FALSE;
  f->failure = NULL;
  f->window = SL_WINDOW (sl_window_new (app));
  g_object_ref (f->window);
  f->session = sl_window_get_session (f->window);
  g_signal_connect_swapped (f->window, "ready", G_CALLBACK (ready_cb), f);
  g_signal_connect_swapped (f->window, "failed", G_CALLBACK (failed_cb), f);
  gtk_window_present (GTK_WINDOW (f->window));
}

static void
forget_session (void)
{
  g_unlink (state_path);
  g_unlink (bad_path);
}

/* With the session on disk. */
static void
open_ready (Fixture *f)
{
  open_window (f);
  WAIT (f->ready || f->failure);
  g_assert_cmpstr (f->failure, ==, NULL);
  /* The gradient is fixed, so that the plots depend on the galaxy alone. */
  sl_session_set_follow (f->session, FALSE);
}

static void
set_up (Fixture *f, gconstpointer data)
{
  forget_session ();
  open_ready (f);
}

static void
clear_cb (gpointer data, GObject *gone)
{
  *(gpointer *) data = NULL;
}

/* Closes as the button does: everything that belongs to the window is finalized. */
static void
close_window (Fixture *f)
{
  gpointer alive = f->window;

  gtk_window_close (GTK_WINDOW (f->window));
  g_object_weak_ref (G_OBJECT (f->window), clear_cb, &alive);
  g_object_unref (f->window);
  WAIT (alive == NULL);
  g_clear_pointer (&f->failure, g_free);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  close_window (f);
}

static gboolean
shows_text (GtkWidget *root, const char *text)
{
  if (GTK_IS_LABEL (root) && gtk_widget_get_mapped (root)
      && strstr (gtk_label_get_text (GTK_LABEL (root)), text))
    return TRUE;
  for (GtkWidget *c = gtk_widget_get_first_child (root); c; c = gtk_widget_get_next_sibling (c))
    if (shows_text (c, text))
      return TRUE;
  return FALSE;
}

static gpointer
child (Fixture *f, const char *name)
{
  GObject *object = gtk_widget_get_template_child (GTK_WIDGET (f->window), SL_TYPE_WINDOW, name);

  g_assert_nonnull (object);
  return object;
}

/* ------------------------------------------------------------- the hand */

static GtkWidget *
row_part (Fixture *f, SlParamId id, GType type)
{
  GtkWidget *part = find (sl_window_get_row (f->window, id), type);

  g_assert_nonnull (part);
  return part;
}

/* What a range does when it is dragged. */
static void
slide (Fixture *f, SlParamId id, double value)
{
  gboolean handled;

  g_signal_emit_by_name (row_part (f, id, GTK_TYPE_SCALE), "change-value", GTK_SCROLL_JUMP, value, &handled);
}

static void
type (Fixture *f, SlParamId id, const char *text)
{
  GtkWidget *entry = row_part (f, id, GTK_TYPE_ENTRY);

  gtk_editable_set_text (GTK_EDITABLE (entry), text);
  g_signal_emit_by_name (entry, "activate");
}

static void
act (Fixture *f, const char *action, const char *parameter)
{
  g_assert_true (g_action_group_get_action_enabled (G_ACTION_GROUP (f->window), action));
  g_action_group_activate_action (G_ACTION_GROUP (f->window), action,
                                  parameter ? g_variant_new_string (parameter) : NULL);
}

/* -------------------------------------------------------------- the eye */

static const char *const figures[] = { "sed", "sfh", "colours", "oiii" };
enum { ALL_PANELS = -1 };

static SlPlot *
plot_of (Fixture *f, const char *figure)
{
  SlPlotView *view = sl_window_get_view (f->window, figure);

  g_assert_nonnull (view);
  return sl_plot_view_get_plot (view);
}

/* Every y of every curve of a panel, or of all panels. g_array_unref. */
static GArray *
plotted (Fixture *f, const char *figure, int panel)
{
  SlPlot *plot = plot_of (f, figure);
  GArray *all = g_array_new (FALSE, FALSE, sizeof (double));

  for (guint p = 0; p < sl_plot_n_panels (plot); p++)
    for (guint s = 0; (panel == ALL_PANELS || panel == (int) p) && s < sl_plot_n_series (plot, p); s++)
      {
        const double *x, *y;
        gsize n = sl_plot_series_data (plot, p, s, &x, &y);

        g_array_append_vals (all, y, (guint) n);
      }
  g_assert_cmpuint (all->len, >, 0);
  return all;
}

static gboolean
same (Fixture *f, const char *figure, int panel, const GArray *before)
{
  g_autoptr (GArray) now = plotted (f, figure, panel);

  return now->len == before->len && memcmp (now->data, before->data, now->len * sizeof (double)) == 0;
}

typedef struct { GArray *data[G_N_ELEMENTS (figures)]; } Picture;

static void
remember (Fixture *f, Picture *picture)
{
  for (guint i = 0; i < G_N_ELEMENTS (figures); i++)
    picture->data[i] = plotted (f, figures[i], ALL_PANELS);
}

static guint
n_same (Fixture *f, const Picture *picture)
{
  guint n = 0;

  for (guint i = 0; i < G_N_ELEMENTS (figures); i++)
    n += same (f, figures[i], ALL_PANELS, picture->data[i]);
  return n;
}

static void
forget (Picture *picture)
{
  for (guint i = 0; i < G_N_ELEMENTS (figures); i++)
    g_array_unref (picture->data[i]);
}

/* Mean brightness of a widget, 0 to 255; NaN before it was drawn again. */
static double
brightness (GtkWidget *widget)
{
  GdkPaintable *paintable = gtk_widget_paintable_new (widget);
  int w = gtk_widget_get_width (widget), h = gtk_widget_get_height (widget);
  GtkSnapshot *snapshot = gtk_snapshot_new ();
  GskRenderNode *node;
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, w, h);
  cairo_t *cr = cairo_create (surface);
  const guchar *pixels;
  double sum = 0;

  gdk_paintable_snapshot (paintable, snapshot, w, h);
  node = gtk_snapshot_free_to_node (snapshot);
  if (node)
    gsk_render_node_draw (node, cr);
  cairo_destroy (cr);
  cairo_surface_flush (surface);
  pixels = cairo_image_surface_get_data (surface);
  for (int y = 0; y < h; y++)
    for (int x = 0; x < w; x++)
      sum += pixels[y * cairo_image_surface_get_stride (surface) + 4 * x + 1];
  cairo_surface_destroy (surface);
  g_object_unref (paintable);
  if (!node)
    return NAN;
  gsk_render_node_unref (node);
  return sum / ((double) w * h);
}

/* ---------------------------------------------------------------- tests */

static void
test_entry (Fixture *f, gconstpointer data)
{
  GtkWidget *entry = row_part (f, SL_PARAM_AV_OLD, GTK_TYPE_ENTRY);
  g_autoptr (GArray) before = plotted (f, "sed", 0);
  g_autofree char *shown = NULL;

  type (f, SL_PARAM_AV_OLD, "1.5");
  g_assert_cmpfloat (sl_session_get_value (f->session, SL_PARAM_AV_OLD), ==, 1.5);
  WAIT (!same (f, "sed", 0, before));

  shown = g_strdup (gtk_editable_get_text (GTK_EDITABLE (entry)));
  for (guint i = 0; i < 5; i++)
    {
      static const char *const nonsense[] = { "twelve", "", "1.2.3", "nan", "1e999" };

      type (f, SL_PARAM_AV_OLD, nonsense[i]);
      g_assert_cmpfloat (sl_session_get_value (f->session, SL_PARAM_AV_OLD), ==, 1.5);
      g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (entry)), ==, shown);
      g_assert_true (gtk_widget_has_css_class (entry, "error"));
    }
  /* Invalid text is no step of undo: only the number typed before is. */
  act (f, "undo", NULL);
  g_assert_false (sl_session_get_can_undo (f->session));
}

/* Row of a parameter in the list of gradients: those that the galaxy uses, in the order of the table. */
static guint
place_of (Fixture *f, SlParamId id)
{
  guint place = 0;

  for (int i = 0; i < (int) id; i++)
    place += sl_galaxy_uses (sl_session_get_galaxy (f->session), i);
  return place;
}

static void
test_gradient (Fixture *f, gconstpointer data)
{
  GtkDropDown *drop = child (f, "gradient_drop");
  guint last = sl_plot_n_panels (plot_of (f, "colours")) - 1;
  g_autoptr (GArray) colours = plotted (f, "colours", 0);
  g_autoptr (GArray) gradient = plotted (f, "colours", (int) last);

  g_assert_cmpuint (last, >, 0);
  g_assert_cmpuint (gtk_drop_down_get_selected (drop), ==,
                    place_of (f, sl_session_get_gradient (f->session)));
  gtk_drop_down_set_selected (drop, place_of (f, SL_PARAM_LGMET_OLD));
  g_assert_cmpint (sl_session_get_gradient (f->session), ==, SL_PARAM_LGMET_OLD);
  WAIT (!same (f, "colours", (int) last, gradient));
  g_assert_true (same (f, "colours", 0, colours));

  /* It follows the dragged parameter if Follow is on. */
  sl_session_set_follow (f->session, TRUE);
  slide (f, SL_PARAM_LOGM0, sl_session_get_value (f->session, SL_PARAM_LOGM0) + 0.1);
  g_assert_cmpuint (gtk_drop_down_get_selected (drop), ==, place_of (f, SL_PARAM_LOGM0));
  WAIT (!same (f, "colours", 0, colours));
}

static void
test_focus (Fixture *f, gconstpointer data)
{
  SlParamRow *row = SL_PARAM_ROW (sl_window_get_row (f->window, SL_PARAM_AV_OLD));
  GtkDropDown *drop = child (f, "focus_drop");
  double sensitivity;

  /* The deferred answer has the sensitivities. */
  WAIT (sl_param_row_get_sensitivity (row) != 0.0);
  sensitivity = sl_param_row_get_sensitivity (row);
  /* More dust reddens and dims. */
  g_assert_cmpfloat (sensitivity, >, 0.0);
  g_assert_cmpstr (sl_session_get_focus (f->session), ==, "rest:LSST/g-r");
  for (guint i = 0; i < g_list_model_get_n_items (gtk_drop_down_get_model (drop)); i++)
    {
      gtk_drop_down_set_selected (drop, i);
      if (strcmp (sl_session_get_focus (f->session), "lgmstar_living") == 0)
        break;
    }
  /* Dust does not change the mass. */
  WAIT (sl_param_row_get_sensitivity (row) == 0.0);
  /* A file may set it too. */
  sl_session_set_focus (f->session, "line:Halpha");
  WAIT (sl_param_row_get_sensitivity (SL_PARAM_ROW (sl_window_get_row (f->window, SL_PARAM_AV_YOUNG))) < 0.0);
  g_assert_cmpstr (gtk_string_object_get_string (gtk_drop_down_get_selected_item (drop)), ==,
                   "Luminosity of Hα");
}

static void
test_presets_and_reset (Fixture *f, gconstpointer data)
{
  GtkLabel *title = child (f, "title_label"), *changed = child (f, "changed_label");
  g_autofree char *start = g_strdup (gtk_label_get_text (title));
  Picture before, burst;
  const char *other = "main-sequence";

  g_assert_cmpstr (sl_session_get_preset (f->session), !=, other);
  g_assert_false (gtk_widget_get_visible (GTK_WIDGET (changed)));
  g_assert_false (g_action_group_get_action_enabled (G_ACTION_GROUP (f->window), "reset-all"));

  remember (f, &before);
  act (f, "preset", other);
  g_assert_cmpstr (sl_session_get_preset (f->session), ==, other);
  g_assert_cmpstr (gtk_label_get_text (title), !=, start);
  WAIT (n_same (f, &before) == 0);
  for (int id = 0; id < SL_N_PARAMS; id++)
    WAIT (sl_param_row_get_value (SL_PARAM_ROW (sl_window_get_row (f->window, id)))
          == sl_session_get_value (f->session, id));
  /* The plots show the last answer. */
  rest (300);
  remember (f, &burst);

  type (f, SL_PARAM_LOGM0, "11.11");
  type (f, SL_PARAM_AV_OLD, "1.11");
  type (f, SL_PARAM_REDSHIFT, "0.1");
  g_assert_true (gtk_widget_get_visible (GTK_WIDGET (changed)));
  WAIT (n_same (f, &burst) == 0);
  act (f, "reset-all", NULL);
  g_assert_false (gtk_widget_get_visible (GTK_WIDGET (changed)));
  WAIT (n_same (f, &burst) == G_N_ELEMENTS (figures));
  WAIT (shows_text (GTK_WIDGET (f->window), "All parameters are reset"));

  act (f, "undo", NULL);
  g_assert_cmpfloat (sl_session_get_value (f->session, SL_PARAM_LOGM0), ==, 11.11);
  while (sl_session_get_can_undo (f->session))
    act (f, "undo", NULL);
  g_assert_cmpstr (gtk_label_get_text (title), ==, start);
  WAIT (n_same (f, &before) == G_N_ELEMENTS (figures));
  forget (&before);
  forget (&burst);
}

/* Each slider to both ends: an answer every time, without warnings and errors. */
static void
test_ends (Fixture *f, gconstpointer data)
{
  GtkLabel *message = child (f, "status_message");

  for (int id = 0; id < SL_N_PARAMS; id++)
    {
      SlParamRow *row = SL_PARAM_ROW (sl_window_get_row (f->window, id));
      GtkAdjustment *adjustment = gtk_range_get_adjustment (GTK_RANGE (row_part (f, id, GTK_TYPE_SCALE)));
      double start = sl_param_row_get_value (row);
      double ends[] = { gtk_adjustment_get_lower (adjustment), gtk_adjustment_get_upper (adjustment), start };

      for (guint e = 0; e < G_N_ELEMENTS (ends); e++)
        {
          guint64 serial = sl_plot_get_serial (plot_of (f, "sed"));

          if (sl_param_row_get_value (row) == ends[e])
            continue;
          slide (f, id, ends[e]);
          WAIT (sl_plot_get_serial (plot_of (f, "sed")) != serial || *gtk_label_get_text (message));
          if (*gtk_label_get_text (message))
            g_error ("%s = %g: %s", sl_param_info (id)->name, ends[e], gtk_label_get_text (message));
        }
      /* Partners that were pushed return too. */
      sl_session_end_drag (f->session);
      sl_session_reset_all (f->session);
    }
}

static void
test_dark (Fixture *f, gconstpointer data)
{
  AdwStyleManager *manager = adw_style_manager_get_default ();
  gboolean dark;

  for (int round = 0; round < 2; round++)
    {
      adw_style_manager_set_color_scheme (manager, ADW_COLOR_SCHEME_FORCE_DARK);
      WAIT (brightness (GTK_WIDGET (f->window)) < DARK_BELOW);
      g_object_get (sl_window_get_view (f->window, "sed"), "dark", &dark, NULL);
      g_assert_true (dark);
      adw_style_manager_set_color_scheme (manager, ADW_COLOR_SCHEME_FORCE_LIGHT);
      WAIT (brightness (GTK_WIDGET (f->window)) > LIGHT_ABOVE);
      g_object_get (sl_window_get_view (f->window, "sed"), "dark", &dark, NULL);
      g_assert_false (dark);
    }
  adw_style_manager_set_color_scheme (manager, ADW_COLOR_SCHEME_DEFAULT);
}

static void
test_names (Fixture *f, gconstpointer data)
{
  for (int id = 0; id < SL_N_PARAMS; id++)
    gtk_test_accessible_assert_property (GTK_ACCESSIBLE (sl_window_get_row (f->window, id)),
                                         GTK_ACCESSIBLE_PROPERTY_LABEL, sl_param_label (id)->title);
  g_assert_cmpuint (check_names (GTK_WIDGET (f->window)), ==, 0);
}

/* Within a screen of 1280 by 800: GTK makes no window larger than that. */
static void
test_sizes (Fixture *f, gconstpointer data)
{
  static const struct { int w, h;
  } sizes[] = { { 360, 420 }, { 1, 1 },      { 700, 780 }, { 1200, 420 },
                { 560, 700 }, { 1270, 790 }, { 1, 1 },     { 1000, 600 } };

  int least;

  gtk_widget_measure (GTK_WIDGET (f->window), GTK_ORIENTATION_HORIZONTAL, -1, &least, NULL, NULL, NULL);
  g_assert_cmpint (least, <=, NARROW);
  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      GtkWidget *view = GTK_WIDGET (sl_window_get_view (f->window, "colours"));

      gtk_window_set_default_size (GTK_WINDOW (f->window), sizes[i].w, sizes[i].h);
      WAIT (abs (gtk_widget_get_width (GTK_WIDGET (f->window)) - MAX (least, sizes[i].w)) <= SHADOW);
      rest (100);
      g_assert_cmpint (gtk_widget_get_width (view), >, 0);
      g_assert_cmpint (gtk_widget_get_width (view), <=, gtk_widget_get_width (GTK_WIDGET (f->window)));
    }
}

/* Closing while loading, before the first answer, and during a drag. */
static void
test_closing (void)
{
  static const guint moments_ms[] = { 0, 30, 200 };

  for (guint i = 0; i < G_N_ELEMENTS (moments_ms); i++)
    {
      Fixture f;

      open_window (&f);
      rest (moments_ms[i]);
      close_window (&f);
    }
  for (guint i = 0; i < 3; i++)
    {
      Fixture f;

      open_ready (&f);
      for (guint k = 0; k < 20; k++)
        {
          slide (&f, SL_PARAM_LGMET_OLD, -2.5 + 0.05 * k);
          if (k % 4 == i)
            g_main_context_iteration (NULL, FALSE);
        }
      close_window (&f);
    }
}

static void
test_session_returns (void)
{
  Fixture f;

  set_up (&f, NULL);
  type (&f, SL_PARAM_LOGM0, "11.25");
  sl_session_set_line (f.session, 3, FALSE);
  sl_session_set_option (f.session, SL_OPTION_METALS, SL_METALS_MASS);
  close_window (&f);
  open_ready (&f);
  g_assert_cmpfloat (sl_session_get_value (f.session, SL_PARAM_LOGM0), ==, 11.25);
  g_assert_false (sl_session_get_line (f.session, 3));
  g_assert_cmpuint (sl_session_count_lines_off (f.session), ==, 1);
  g_assert_cmpint (sl_session_get_galaxy (f.session)->metals, ==, SL_METALS_MASS);
  g_assert_true (gtk_widget_get_visible (GTK_WIDGET (child (&f, "changed_label"))));
  close_window (&f);
}

static void
test_corrupt_session (void)
{
  g_autofree char *folder = g_path_get_dirname (state_path);
  Fixture f;

  forget_session ();
  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  g_assert_true (g_file_set_contents (state_path, "{ \"galaxy\": [1, 2,", -1, NULL));
  open_ready (&f);
  WAIT (shows_text (GTK_WIDGET (f.window), "could not be restored"));
  g_assert_true (g_file_test (bad_path, G_FILE_TEST_EXISTS));
  g_assert_cmpstr (sl_session_get_preset (f.session), ==, SL_SESSION_START_PRESET);
  close_window (&f);
}

/* The window reports damaged data, and loads repaired data at the second attempt. */
static void
test_damaged_data (void)
{
  g_autofree char *folder = g_dir_make_tmp ("starloom-test-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "ssp_bc03_miles.h5", NULL);
  g_autofree char *before = g_strdup (g_getenv ("STARLOOM_DATA"));
  Fixture f;

  g_assert_true (g_file_set_contents (path, "no library", -1, NULL));
  g_setenv ("STARLOOM_DATA", folder, TRUE);
  open_window (&f);
  WAIT (f.failure);
  g_assert_nonnull (strstr (f.failure, path));
  g_assert_cmpstr (gtk_stack_get_visible_child_name (child (&f, "stack")), ==, "failed");
  /* The sliders still work. */
  slide (&f, SL_PARAM_LOGM0, 11.5);
  rest (50);

  g_setenv ("STARLOOM_DATA", before, TRUE);
  act (&f, "reload", NULL);
  WAIT (f.ready);
  g_assert_cmpstr (gtk_stack_get_visible_child_name (child (&f, "stack")), ==, "plots");
  close_window (&f);
  g_unlink (path);
  g_rmdir (folder);
}

/* Each dialog of the menu opens with all of its texts (GTK warns about invalid markup), and closes. */
static void
test_dialogues (Fixture *f, gconstpointer data)
{
  static const char *const actions[] = { "limits", "about" };

  for (guint i = 0; i < G_N_ELEMENTS (actions); i++)
    {
      GtkWidget *dialogue;

      act (f, actions[i], NULL);
      dialogue = sl_dialog_find (GTK_WINDOW (f->window));
      g_assert_nonnull (dialogue);
      WAIT (gtk_widget_get_mapped (dialogue));
      sl_dialog_close (dialogue);
      WAIT (!sl_dialog_find (GTK_WINDOW (f->window)));
      while (g_main_context_iteration (NULL, FALSE))
        ;
    }
}

static void
check_icons (GtkWidget *widget, GtkIconTheme *theme, guint *n)
{
  const char *name = GTK_IS_IMAGE (widget) ? gtk_image_get_icon_name (GTK_IMAGE (widget)) : NULL;

  if (name)
    {
      *n += 1;
      if (!gtk_icon_theme_has_icon (theme, name))
        g_error ("the icon theme has no %s", name);
    }
  for (GtkWidget *c = gtk_widget_get_first_child (widget); c; c = gtk_widget_get_next_sibling (c))
    check_icons (c, theme, n);
}

/* Every icon has a picture: themes have dropped and renamed some. */
static void
test_icons (Fixture *f, gconstpointer data)
{
  GtkIconTheme *theme = gtk_icon_theme_get_for_display (gtk_widget_get_display (GTK_WIDGET (f->window)));
  guint n = 0;

  check_icons (GTK_WIDGET (f->window), theme, &n);
  g_assert_cmpuint (n, >, 10);
}

int
main (int argc, char **argv)
{
  g_autofree char *folder = g_dir_make_tmp ("starloom-test-XXXXXX", NULL), *state_folder = NULL;
  int status;

  /* Before GLib reads the environment: the user's session is not touched. */
  g_setenv ("XDG_STATE_HOME", folder, TRUE);
  g_setenv ("XDG_CONFIG_HOME", folder, TRUE);
  g_setenv ("STARLOOM_DATA", g_getenv ("SL_DATA"), TRUE);
  g_test_init (&argc, &argv, NULL);
  state_path = sl_session_default_path ();
  bad_path = g_strconcat (state_path, ".bad", NULL);
  app = GTK_APPLICATION (adw_application_new ("org.starloom.Starloom", G_APPLICATION_NON_UNIQUE));
  g_assert_true (g_application_register (G_APPLICATION (app), NULL, NULL));

#define ADD(name, function) g_test_add ("/window-use/" name, Fixture, NULL, set_up, function, tear_down)
  ADD ("entry", test_entry);
  ADD ("gradient", test_gradient);
  ADD ("focus", test_focus);
  ADD ("presets-and-reset", test_presets_and_reset);
  ADD ("ends", test_ends);
  ADD ("dark", test_dark);
  ADD ("names", test_names);
  ADD ("sizes", test_sizes);
  ADD ("dialogues", test_dialogues);
  ADD ("icons", test_icons);
#undef ADD
  g_test_add_func ("/window-use/closing", test_closing);
  g_test_add_func ("/window-use/session-returns", test_session_returns);
  g_test_add_func ("/window-use/corrupt-session", test_corrupt_session);
  g_test_add_func ("/window-use/damaged-data", test_damaged_data);
  status = g_test_run ();
  g_object_unref (app);
  forget_session ();
  state_folder = g_path_get_dirname (state_path);
  g_rmdir (state_folder);
  g_rmdir (folder);
  g_free (state_path);
  g_free (bad_path);
  return status;
}
