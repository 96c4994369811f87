/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <string.h>

#include <gio/gio.h>

/* The running program as assistive technology sees it: through AT-SPI, over D-Bus. SL_PROGRAM: the
 * executable. */

#define LIMIT_US (30 * G_USEC_PER_SEC)
#define CALL_MS 20000
#define ACCESSIBLE "org.a11y.atspi.Accessible"
#define VALUE "org.a11y.atspi.Value"
#define ACTION "org.a11y.atspi.Action"
/* Bits of GetState. */
#define STATE_FOCUSABLE 11
#define STATE_VISIBLE 30
/* The name of the redshift at the Simple level. */
#define REDSHIFT "Distance (redshift)"

typedef struct {
  char *bus, *path, *role, *name, *description;
  guint64 state;
  int depth;
} Node;

static GDBusConnection *atspi;
static GSubprocess *program;
static GPtrArray *tree; /* (Node) in the order of the walk */

static void
node_free (gpointer data)
{
  Node *node = data;

  g_free (node->bus);
  g_free (node->path);
  g_free (node->role);
  g_free (node->name);
  g_free (node->description);
  g_free (node);
}

static GVariant *
call (const char *bus, const char *path, const char *interface, const char *method, GVariant *arguments,
      const char *type)
{
  return g_dbus_connection_call_sync (atspi, bus, path, interface, method, arguments,
                                      type ? G_VARIANT_TYPE (type) : NULL, G_DBUS_CALL_FLAGS_NONE, CALL_MS,
                                      NULL, NULL);
}

static GVariant *
get_property (const char *bus, const char *path, const char *interface, const char *name)
{
  g_autoptr (GVariant) answer = call (bus, path, "org.freedesktop.DBus.Properties", "Get",
                                      g_variant_new ("(ss)", interface, name), "(v)");
  GVariant *value = NULL;

  if (answer)
    g_variant_get (answer, "(v)", &value);
  return value;
}

static char *
text_of (const char *bus, const char *path, const char *name)
{
  g_autoptr (GVariant) value = get_property (bus, path, ACCESSIBLE, name);

  return value && g_variant_is_of_type (value, G_VARIANT_TYPE_STRING) ? g_variant_dup_string (value, NULL)
                                                                      : g_strdup ("");
}

static void
walk (const char *bus, const char *path, int depth)
{
  g_autoptr (GVariant) role = call (bus, path, ACCESSIBLE, "GetRoleName", NULL, "(s)");
  g_autoptr (GVariant) state = call (bus, path, ACCESSIBLE, "GetState", NULL, "(au)");
  g_autoptr (GVariant) children = call (bus, path, ACCESSIBLE, "GetChildren", NULL, "(a(so))");
  g_autoptr (GVariantIter) iter = NULL;
  Node *node;
  const char *child_bus, *child_path;

  if (!role || depth > 60)
    return;
  node = g_new0 (Node, 1);
  node->bus = g_strdup (bus);
  node->path = g_strdup (path);
  g_variant_get (role, "(s)", &node->role);
  node->name = text_of (bus, path, "Name");
  node->description = text_of (bus, path, "Description");
  node->depth = depth;
  if (state)
    {
      g_autoptr (GVariant) words = g_variant_get_child_value (state, 0);
      guint32 low = 0, high = 0;

      if (g_variant_n_children (words) > 0)
        g_variant_get_child (words, 0, "u", &low);
      if (g_variant_n_children (words) > 1)
        g_variant_get_child (words, 1, "u", &high);
      node->state = (guint64) high << 32 | low;
    }
  g_ptr_array_add (tree, node);
  if (!children)
    return;
  g_variant_get (children, "(a(so))", &iter);
  while (g_variant_iter_next (iter, "(&s&o)", &child_bus, &child_path))
    walk (child_bus, child_path, depth + 1);
}

/* Bus name of the program among the applications on the bus; NULL: not there yet. */
static char *
find_program (void)
{
  g_autoptr (GVariant) children = call ("org.a11y.atspi.Registry", "/org/a11y/atspi/accessible/root",
                                        ACCESSIBLE, "GetChildren", NULL, "(a(so))");
  g_autoptr (GVariantIter) iter = NULL;
  const char *bus, *path;

  if (!children)
    return NULL;
  g_variant_get (children, "(a(so))", &iter);
  while (g_variant_iter_next (iter, "(&s&o)", &bus, &path))
    {
      g_autofree char *name = text_of (bus, path, "Name");

      if (g_str_has_prefix (name, "org.starloom") || strcmp (name, "starloom") == 0)
        {
          g_ptr_array_set_size (tree, 0);
          walk (bus, path, 0);
          return g_strdup (bus);
        }
    }
  return NULL;
}

static Node *
find (const char *role, const char *name)
{
  for (guint i = 0; i < tree->len; i++)
    {
      Node *node = g_ptr_array_index (tree, i);

      if ((!role || strstr (node->role, role)) && strstr (node->name, name))
        return node;
    }
  return NULL;
}

/* Reads the tree of the program until a node is there, with a description if required. */
static Node *
wait_for_described (const char *role, const char *name, guint least)
{
  const gint64 until = g_get_monotonic_time () + LIMIT_US;

  /* Reading takes a while; nodes that were found stay. */
  if (find (role, name) && strlen (find (role, name)->description) >= least)
    return find (role, name);
  while (g_get_monotonic_time () < until)
    {
      g_autofree char *bus = find_program ();
      Node *node = bus ? find (role, name) : NULL;

      if (node && strlen (node->description) >= least)
        return node;
      g_usleep (200 * 1000);
    }
  for (guint i = 0; i < tree->len; i++)
    {
      Node *node = g_ptr_array_index (tree, i);

      g_printerr ("%*s%s “%s”\n", node->depth, "", node->role, node->name);
    }
  g_error ("there is no %s “%s”", role ? role : "thing", name);
}

static Node *
wait_for (const char *role, const char *name)
{
  return wait_for_described (role, name, 0);
}

static double
value_of (const Node *node)
{
  g_autoptr (GVariant) value = get_property (node->bus, node->path, VALUE, "CurrentValue");

  return value ? g_variant_get_double (value) : NAN;
}

static void
set_value (const Node *node, double value)
{
  g_autoptr (GVariant) done =
      call (node->bus, node->path, "org.freedesktop.DBus.Properties", "Set",
            g_variant_new ("(ssv)", VALUE, "CurrentValue", g_variant_new_double (value)), NULL);

  g_assert_nonnull (done);
}

/* A widget's type is no name, nor is a text with an access key. */
static gboolean
nameless (const Node *node)
{
  return !node->name[0] || node->name[0] == '_' || g_str_has_prefix (node->name, "Gtk")
         || g_str_has_prefix (node->name, "Adw") || g_str_has_prefix (node->name, "Sl");
}

/* Whether a name is a text twice, "Gradient Gradient", as GTK makes it of a label and a relation to another
 * that says the same. */
static gboolean
doubled (const Node *node)
{
  const gsize length = strlen (node->name), half = length / 2;

  return length % 2 == 1 && node->name[half] == ' ' && strncmp (node->name, node->name + half + 1, half) == 0;
}

/* No name is said twice, of whatever kind of thing. */
static void
test_doubled (void)
{
  guint n = 0;

  wait_for ("slider", REDSHIFT);
  for (guint i = 0; i < tree->len; i++)
    {
      const Node *node = g_ptr_array_index (tree, i);

      if (!doubled (node))
        continue;
      g_printerr ("%s “%s”\n", node->role, node->name);
      n++;
    }
  g_assert_cmpuint (n, ==, 0);
}

/* Everything that can be focused has a name, except containers (groups; rows of lists and what scrolls, which
 * are "widgets" or, by newer GTK, "generic") and selectable text. */
static void
test_names (void)
{
  static const char *const holders[] = { "group", "widget", "generic", "label", NULL };
  guint n_reached = 0, n_nameless = 0;

  wait_for ("slider", REDSHIFT);
  for (guint i = 0; i < tree->len; i++)
    {
      const Node *node = g_ptr_array_index (tree, i);

      if (!(node->state >> STATE_FOCUSABLE & 1) || !(node->state >> STATE_VISIBLE & 1)
          || g_strv_contains (holders, node->role))
        continue;
      n_reached++;
      if (!nameless (node))
        continue;
      n_nameless++;
      for (guint k = i > 6 ? i - 6 : 0; k < MIN (i + 4, tree->len); k++)
        {
          const Node *near = g_ptr_array_index (tree, k);

          g_printerr ("%s %*s%s “%s”\n", k == i ? ">" : " ", near->depth, "", near->role, near->name);
        }
    }
  g_assert_cmpuint (n_reached, >, 40);
  g_assert_cmpuint (n_nameless, ==, 0);
}

/* Sliders have a range and a value that can be set. */
static void
test_slider (void)
{
  Node *slider = wait_for ("slider", REDSHIFT);
  g_autoptr (GVariant) least = get_property (slider->bus, slider->path, VALUE, "MinimumValue");
  g_autoptr (GVariant) most = get_property (slider->bus, slider->path, VALUE, "MaximumValue");
  const gint64 until = g_get_monotonic_time () + LIMIT_US;

  g_assert_cmpfloat (g_variant_get_double (least), ==, 0.0);
  g_assert_cmpfloat (g_variant_get_double (most), ==, 20.0);
  g_assert_cmpfloat (value_of (slider), ==, 0.0);
  set_value (slider, 1.0);
  while (fabs (value_of (slider) - 1.0) > 1e-6 && g_get_monotonic_time () < until)
    g_usleep (20 * 1000);
  g_assert_cmpfloat_with_epsilon (value_of (slider), 1.0, 1e-6);
}

/* Plots have a description. */
static void
test_plots (void)
{
  guint n = 0;

  /* The last plot is described when all are. */
  wait_for_described ("image", "Spectrum", 40);
  wait_for_described ("image", "[O III]", 20);
  for (guint i = 0; i < tree->len; i++)
    {
      const Node *node = g_ptr_array_index (tree, i);

      n += strstr (node->role, "image") && strlen (node->description) > 20;
    }
  g_assert_cmpuint (n, >=, 4);
}

/* Handles of plots and cosmic time are sliders; buttons have names that say what they do. */
static void
test_instrument (void)
{
  static const char *const handles[] = { "Time of quenching", "Depth of quenching",
                                         "Star formation after quenching" };
  static const char *const buttons[] = { "Play cosmic time", "Menu of “Spectrum”", "Lock Size of the halo",
                                         "Pin this galaxy", "Check the derivatives" };
  Node *time = wait_for ("slider", "Cosmic time");
  g_autoptr (GVariant) first = get_property (time->bus, time->path, VALUE, "MinimumValue");
  g_autoptr (GVariant) last = get_property (time->bus, time->path, VALUE, "MaximumValue");

  g_assert_cmpfloat (value_of (time), >=, g_variant_get_double (first));
  g_assert_cmpfloat (value_of (time), <=, g_variant_get_double (last));
  for (guint i = 0; i < G_N_ELEMENTS (handles); i++)
    {
      Node *handle = wait_for_described ("slider", handles[i], 1);

      /* Only GTK's own widgets have the Value interface: the description has the position. */
      g_assert_nonnull (strpbrk (handle->description, "0123456789"));
      g_assert_true (handle->state >> STATE_FOCUSABLE & 1);
    }
  for (guint i = 0; i < G_N_ELEMENTS (buttons); i++)
    {
      Node *button = find ("button", buttons[i]);

      g_test_message ("%s", buttons[i]);
      g_assert_nonnull (button);
    }
  g_assert_nonnull (find ("combo", "Playback speed"));
}

static gboolean
connect_atspi (void)
{
  g_autoptr (GDBusConnection) session = g_bus_get_sync (G_BUS_TYPE_SESSION, NULL, NULL);
  g_autoptr (GVariant) answer = NULL;
  g_autofree char *address = NULL;

  if (!session)
    return FALSE;
  answer =
      g_dbus_connection_call_sync (session, "org.a11y.Bus", "/org/a11y/bus", "org.a11y.Bus", "GetAddress",
                                   NULL, G_VARIANT_TYPE ("(s)"), G_DBUS_CALL_FLAGS_NONE, CALL_MS, NULL, NULL);
  if (!answer)
    return FALSE;
  g_variant_get (answer, "(s)", &address);
  atspi = g_dbus_connection_new_for_address_sync (address,
                                                  G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT
                                                      | G_DBUS_CONNECTION_FLAGS_MESSAGE_BUS_CONNECTION,
                                                  NULL, NULL, NULL);
  return atspi != NULL;
}

int
main (int argc, char **argv)
{
  g_autoptr (GSubprocessLauncher) launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_NONE);
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = NULL;
  int status;

  g_test_init (&argc, &argv, NULL);
  tree = g_ptr_array_new_with_free_func (node_free);
  if (!connect_atspi ())
    {
      g_print ("1..0 # SKIP there is no accessibility bus (at-spi2-core)\n");
      return 0;
    }
  folder = g_dir_make_tmp ("starloom-a11y-XXXXXX", &error);
  g_assert_no_error (error);
  g_subprocess_launcher_setenv (launcher, "XDG_STATE_HOME", folder, TRUE);
  g_subprocess_launcher_setenv (launcher, "GTK_A11Y", "atspi", TRUE);
  program = g_subprocess_launcher_spawn (launcher, &error, g_getenv ("SL_PROGRAM"), NULL);
  g_assert_no_error (error);
  g_test_add_func ("/a11y/names", test_names);
  g_test_add_func ("/a11y/doubled", test_doubled);
  g_test_add_func ("/a11y/slider", test_slider);
  g_test_add_func ("/a11y/plots", test_plots);
  g_test_add_func ("/a11y/instrument", test_instrument);
  status = g_test_run ();
  g_subprocess_send_signal (program, 15);
  g_subprocess_wait (program, NULL, NULL);
  g_object_unref (program);
  g_ptr_array_unref (tree);
  g_object_unref (atspi);
  return status;
}
