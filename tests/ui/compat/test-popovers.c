/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Popovers of a window that reaches beyond the screen: shown on the screen, and no complaint of GTK's, which
 * would end the test. */
#include <gdk/x11/gdkx.h>

#include "tests/ui/widgets.h"
#include "ui/compat/sl-compat.h"

#define LIMIT_US (20 * G_USEC_PER_SEC)
#define WIDTH 400
#define HEIGHT 300
#define INSIDE 100
/* What stays on the screen of a window at its edge. */
#define LEFT_OVER 60

typedef struct {
  GtkWindow *window;
  GtkFixed *fixed;
  GtkWidget *first, *last; /* menu buttons at the left end, in fixed, and at the right end */
  GdkRectangle screen;
} Fixture;

static GtkWidget *
menu_button (void)
{
  GtkWidget *button = gtk_menu_button_new (), *popover = gtk_popover_new ();

  gtk_popover_set_child (GTK_POPOVER (popover), gtk_label_new ("Text"));
  gtk_menu_button_set_popover (GTK_MENU_BUTTON (button), popover);
  return button;
}

static GtkWidget *
popover_of (GtkWidget *button)
{
  return GTK_WIDGET (gtk_menu_button_get_popover (GTK_MENU_BUTTON (button)));
}

static void
place_of (GtkWidget *native, int *x, int *y)
{
  GdkSurface *surface = gtk_native_get_surface (GTK_NATIVE (native));
  Display *display = gdk_x11_display_get_xdisplay (gdk_surface_get_display (surface));
  Window child;

  XTranslateCoordinates (display, gdk_x11_surface_get_xid (surface), DefaultRootWindow (display), 0, 0, x, y,
                         &child);
}

/* Lets GDK hear of what the display server did. */
static void
settle (void)
{
  for (const gint64 until = g_get_monotonic_time () + 150000; g_get_monotonic_time () < until;)
    if (!g_main_context_iteration (NULL, FALSE))
      g_usleep (1000);
}

static void
move_to (Fixture *f, int x, int y)
{
  GdkSurface *surface = gtk_native_get_surface (GTK_NATIVE (f->window));
  int now_x, now_y;

  XMoveWindow (gdk_x11_display_get_xdisplay (gdk_surface_get_display (surface)),
               gdk_x11_surface_get_xid (surface), x, y);
  settle ();
  place_of (GTK_WIDGET (f->window), &now_x, &now_y);
  g_assert_cmpint (now_x, ==, x);
  g_assert_cmpint (now_y, ==, y);
}

static void
setup (Fixture *f, gconstpointer data)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0), *space = gtk_label_new (NULL);
  g_autoptr (GdkMonitor) monitor = NULL;

  f->window = GTK_WINDOW (gtk_window_new ());
  f->first = menu_button ();
  f->last = menu_button ();
  gtk_widget_set_hexpand (space, TRUE);
  f->fixed = GTK_FIXED (gtk_fixed_new ());
  gtk_fixed_put (f->fixed, f->first, 0, 0);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (f->fixed));
  gtk_box_append (GTK_BOX (box), space);
  gtk_box_append (GTK_BOX (box), f->last);
  gtk_window_set_decorated (f->window, FALSE);
  gtk_window_set_child (f->window, box);
  gtk_window_set_default_size (f->window, WIDTH, HEIGHT);
  gtk_window_present (f->window);
  WAIT (gtk_widget_get_width (f->last) > 0);
  monitor = g_list_model_get_item (gdk_display_get_monitors (gdk_display_get_default ()), 0);
  gdk_monitor_get_geometry (monitor, &f->screen);
  move_to (f, INSIDE, INSIDE);
}

static void
teardown (Fixture *f, gconstpointer data)
{
  gtk_window_destroy (f->window);
  settle ();
}

static void
check_on_screen (Fixture *f, GtkWidget *button)
{
  GtkWidget *popover = popover_of (button), *child = gtk_popover_get_child (GTK_POPOVER (popover));
  graphene_rect_t bounds;
  GdkRectangle common, at;
  double dx, dy;

  g_assert_true (gtk_widget_get_mapped (popover));
  /* Without the shadow, which may be off the screen. */
  g_assert_true (gtk_widget_compute_bounds (child, popover, &bounds));
  gtk_native_get_surface_transform (GTK_NATIVE (popover), &dx, &dy);
  place_of (popover, &at.x, &at.y);
  at.x += (int) (bounds.origin.x + dx);
  at.y += (int) (bounds.origin.y + dy);
  at.width = (int) bounds.size.width;
  at.height = (int) bounds.size.height;
  g_assert_true (gdk_rectangle_intersect (&at, &f->screen, &common));
  g_assert_true (gdk_rectangle_equal (&common, &at));
}

static void
show (Fixture *f, GtkWidget *button)
{
  gtk_menu_button_popup (GTK_MENU_BUTTON (button));
  settle ();
  check_on_screen (f, button);
}

/* The keyboard opens menus of buttons that cannot be seen. */
static void
test_open (Fixture *f, gconstpointer data)
{
  GtkPopover *popover = GTK_POPOVER (popover_of (f->last));

  move_to (f, f->screen.width - LEFT_OVER, INSIDE);
  show (f, f->last);
  gtk_popover_popdown (popover);
  move_to (f, LEFT_OVER - WIDTH, INSIDE);
  show (f, f->first);
  gtk_popover_popdown (GTK_POPOVER (popover_of (f->first)));
  move_to (f, INSIDE, f->screen.height + HEIGHT);
  show (f, f->last);
  gtk_popover_popdown (popover);
  /* Partly on the screen, it points to its button. */
  move_to (f, INSIDE, INSIDE);
  show (f, f->last);
}

/* A window manager moves the window with an open popover, then its button gets another size. */
static void
test_move (Fixture *f, gconstpointer data)
{
  show (f, f->last);
  move_to (f, f->screen.width - LEFT_OVER, INSIDE);
  gtk_widget_set_size_request (f->last, 80, 40);
  settle ();
  check_on_screen (f, f->last);
}

/* The button of an open popover goes off the screen with the right side of the window. */
static void
test_resize (Fixture *f, gconstpointer data)
{
  move_to (f, f->screen.width - WIDTH, INSIDE);
  show (f, f->last);
  gtk_window_set_default_size (f->window, WIDTH + 200, HEIGHT);
  WAIT (gtk_widget_get_width (GTK_WIDGET (f->window)) == WIDTH + 200);
  settle ();
  check_on_screen (f, f->last);
}

/* The button slides off the screen with what it is in, while the window stays. */
static void
test_slide (Fixture *f, gconstpointer data)
{
  move_to (f, 0, INSIDE);
  show (f, f->first);
  for (int by = 0; by <= 2 * WIDTH; by += WIDTH / 2)
    {
      /* With another size, so that it is laid out again, too. */
      gtk_fixed_move (f->fixed, f->first, -by, 0);
      gtk_widget_set_size_request (f->first, 50 + by / 100, 40);
      settle ();
    }
  check_on_screen (f, f->first);
}

/* Moves the pointer onto a widget. */
static void
point_at (GtkWidget *widget)
{
  GtkNative *native = gtk_widget_get_native (widget);
  GdkSurface *surface = gtk_native_get_surface (native);
  Display *display = gdk_x11_display_get_xdisplay (gdk_surface_get_display (surface));
  double x, y, dx, dy;

  gtk_native_get_surface_transform (native, &dx, &dy);
  gtk_widget_translate_coordinates (widget, GTK_WIDGET (native), gtk_widget_get_width (widget) / 2.0,
                                    gtk_widget_get_height (widget) / 2.0, &x, &y);
  XWarpPointer (display, None, gdk_x11_surface_get_xid (surface), 0, 0, 0, 0, (int) (x + dx), (int) (y + dy));
  XSync (display, False);
}

static guint n_tooltips;

static gboolean
map_hook (GSignalInvocationHint *hint, guint n, const GValue *values, gpointer data)
{
  n_tooltips += g_strcmp0 (G_OBJECT_TYPE_NAME (g_value_get_object (&values[0])), "GtkTooltipWindow") == 0;
  return TRUE;
}

static gboolean
query_cb (GtkWidget *widget, int x, int y, gboolean keyboard, GtkTooltip *tooltip, guint *n)
{
  ++*n;
  gtk_tooltip_set_text (tooltip, "Text");
  return TRUE;
}

/* Just after one tooltip GTK shows the next one soon; the popover that it is for has closed by then. */
static void
test_tooltip (Fixture *f, gconstpointer data)
{
  GtkWidget *popover = g_object_ref (popover_of (f->last)),
            *text = gtk_popover_get_child (GTK_POPOVER (popover));
  const gulong hook =
      g_signal_add_emission_hook (g_signal_lookup ("map", GTK_TYPE_WIDGET), 0, map_hook, NULL, NULL);
  guint n = 0;

  n_tooltips = 0;
  gtk_widget_set_has_tooltip (f->first, TRUE);
  g_signal_connect (f->first, "query-tooltip", G_CALLBACK (query_cb), &n);
  gtk_widget_set_has_tooltip (text, TRUE);
  gtk_popover_set_autohide (GTK_POPOVER (popover), FALSE);
  /* Beside the window: the pointer is then on nothing of ours, and GTK hears no more of it. */
  gtk_popover_set_position (GTK_POPOVER (popover), GTK_POS_RIGHT);
  gtk_menu_button_popup (GTK_MENU_BUTTON (f->last));
  settle ();
  point_at (f->first);
  WAIT (n_tooltips == 1);
  n = 0;
  g_signal_connect (text, "query-tooltip", G_CALLBACK (query_cb), &n);
  /* The first motion hides the one before. */
  point_at (text);
  WAIT (n > 0);
  n = 0;
  gtk_widget_set_size_request (text, 200, 40);
  WAIT (gtk_widget_get_width (text) >= 200);
  point_at (text);
  WAIT (n > 0);
  gtk_menu_button_set_popover (GTK_MENU_BUTTON (f->last), NULL);
  /* The next tooltip is due when GTK looks again. */
  g_usleep (100000);
  settle ();
  g_assert_cmpuint (n_tooltips, ==, 1);
  g_object_unref (popover);
  g_signal_remove_emission_hook (g_signal_lookup ("map", GTK_TYPE_WIDGET), hook);
}

int
main (int argc, char **argv)
{
  gpointer klass;
  int status;

  gtk_test_init (&argc, &argv, NULL);
  /* Its signals are there with it. */
  klass = g_type_class_ref (GTK_TYPE_WIDGET);
  sl_popovers_mend ();
  sl_tooltips_mend ();
#define ADD(name, function) g_test_add ("/popovers/" name, Fixture, NULL, setup, function, teardown)
  ADD ("open", test_open);
  ADD ("move", test_move);
  ADD ("resize", test_resize);
  ADD ("slide", test_slide);
  ADD ("tooltip", test_tooltip);
#undef ADD
  status = g_test_run ();
  g_type_class_unref (klass);
  return status;
}
