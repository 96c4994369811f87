/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/panel/sl-panel-options.h"

#include <math.h>
#include <string.h>

#include <glib/gi18n.h>

#include "app/panel/sl-panel-table.h"
#include "model/ssp/sl-templates.h"
#include "model/support/sl-error.h"
#include "ui/compat/sl-compat.h"
#include "ui/compat/sl-one-name.h"
#include "ui/widgets/sl-drop-down.h"
#include "ui/widgets/sl-number.h"

/* Decimals of an edge: ten thousand years. */
#define EDGE_DIGITS 5
#define EDGE_NEAR 1e-9

struct _SlPanelOptions {
  SlSession *session;
  GtkWidget *place[SL_N_OPTIONS];  /* box with the widgets of an option */
  GtkWidget *widget[SL_N_OPTIONS];
  /* NULL where no value of the option needs a table */
  GtkWidget *table[SL_N_OPTIONS], *table_label[SL_N_OPTIONS];
  GtkWidget *edges, *edges_entry, *edges_error;
  GtkEventController *edges_keys, *edges_focus;
  SlFileDialog *chooser; /* one at a time */
  SlOptionId asked;              /* for a table of this option */
  double zsun;                   /* metal mass fraction of the Sun, of the library */
  gboolean updating;             /* the session changes widgets, not the user */
};

/* Choices that need a table. */
static const struct {
  SlOptionId option;
  guint choice;
  gsize offset;
  const char *title, *columns;
} table_table[] = {
  { SL_OPTION_SFH_FORM, SL_SFH_TABLE, G_STRUCT_OFFSET (SlGalaxy, sfh_table),
    N_ ("Open a Star-Formation History"), N_ ("Two columns of text or HDF5: time and star-formation rate.") },
  { SL_OPTION_METALS, SL_METALS_TABLE, G_STRUCT_OFFSET (SlGalaxy, metals_table), N_ ("Open Metals over Time"),
    N_ ("Two columns of text or HDF5: time and metals.") },
};

static int
table_row (SlOptionId id)
{
  for (guint i = 0; i < G_N_ELEMENTS (table_table); i++)
    if (table_table[i].option == id)
      return (int) i;
  return -1;
}

static const SlTable *
table_of (SlPanelOptions *self, SlOptionId id)
{
  return G_STRUCT_MEMBER (const SlTable *, sl_session_get_galaxy (self->session),
                          table_table[table_row (id)].offset);
}

/* --- edges ---------------------------------------------------------------- */

/* The shortest text. */
static char *
edge_text (double edge)
{
  guint digits = 0;

  while (digits < EDGE_DIGITS
         && fabs (edge * pow (10.0, digits) - round (edge * pow (10.0, digits))) > EDGE_NEAR)
    digits++;
  return sl_number_format (edge, digits);
}

static char *
edges_text (SlPanelOptions *self)
{
  const SlGalaxy *galaxy = sl_session_get_galaxy (self->session);
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i <= SL_SFH_N_BINS; i++)
    {
      g_autofree char *edge = edge_text (galaxy->sfh_edges[i]);

      g_string_append_printf (text, "%s%s", i ? "  " : "", edge);
    }
  return g_strdup (text->str);
}

static void
show_edges_error (SlPanelOptions *self, const char *text)
{
  GtkAccessible *accessible = GTK_ACCESSIBLE (self->edges_entry);

  gtk_label_set_text (GTK_LABEL (self->edges_error), text ? text : "");
  gtk_widget_set_visible (self->edges_error, text != NULL);
  if (text)
    {
      gtk_widget_add_css_class (self->edges_entry, "error");
      gtk_accessible_update_state (accessible, GTK_ACCESSIBLE_STATE_INVALID, GTK_ACCESSIBLE_INVALID_TRUE, -1);
    }
  else
    {
      gtk_widget_remove_css_class (self->edges_entry, "error");
      gtk_accessible_reset_state (accessible, GTK_ACCESSIBLE_STATE_INVALID);
    }
}

static void
show_edges (SlPanelOptions *self)
{
  g_autofree char *text = edges_text (self);

  gtk_editable_set_text (GTK_EDITABLE (self->edges_entry), text);
  show_edges_error (self, NULL);
}

static gboolean
parse_edges (const char *text, double edges[SL_SFH_N_BINS + 1], GError **error)
{
  g_auto (GStrv) parts = g_strsplit_set (text, " \t;:", -1);
  guint n = 0;

  for (guint i = 0; parts[i]; i++)
    {
      double value;

      if (!*parts[i])
        continue;
      if (!sl_number_parse (parts[i], &value))
        {
          g_set_error (error, SL_ERROR, SL_ERROR_PARAMETER, _ ("“%s” is not a number"), parts[i]);
          return FALSE;
        }
      if (n <= SL_SFH_N_BINS)
        edges[n] = value;
      n++;
    }
  if (n == SL_SFH_N_BINS + 1)
    return TRUE;
  g_set_error (error, SL_ERROR, SL_ERROR_PARAMETER, _ ("%d bins have %d edges; found %u"),
               SL_SFH_N_BINS, SL_SFH_N_BINS + 1, n);
  return FALSE;
}

static void
commit_edges (SlPanelOptions *self)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->edges_entry));
  g_autofree char *shown = edges_text (self);
  double edges[SL_SFH_N_BINS + 1];
  g_autoptr (GError) error = NULL;

  /* An edge may have more digits than are shown: leaving the entry must not round it. */
  if (strcmp (text, shown) == 0)
    show_edges_error (self, NULL);
  else if (parse_edges (text, edges, &error) && sl_session_set_edges (self->session, edges, &error))
    show_edges (self);
  else
    show_edges_error (self, error->message);
}

static gboolean
edges_key_cb (SlPanelOptions *self, guint keyval)
{
  if (keyval != GDK_KEY_Escape)
    return GDK_EVENT_PROPAGATE;
  show_edges (self);
  gtk_editable_set_position (GTK_EDITABLE (self->edges_entry), -1);
  return GDK_EVENT_STOP;
}

static GtkWidget *
new_edges (SlPanelOptions *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  GtkWidget *title = g_object_new (GTK_TYPE_LABEL, "label", _ ("_Edges of the bins (Gyr)"), "use-underline",
                                   TRUE, "xalign", 0.0, NULL);
  const char *tip = _ (
      "How long before the galaxy is seen each bin of age begins and ends, in billion years: eight numbers "
      "that increase from 0.");

  self->edges = box;
  self->edges_keys = gtk_event_controller_key_new ();
  self->edges_focus = gtk_event_controller_focus_new ();
  self->edges_entry = gtk_entry_new ();
  gtk_widget_add_css_class (self->edges_entry, "numeric");
  gtk_editable_set_width_chars (GTK_EDITABLE (self->edges_entry), 8);
  gtk_widget_set_tooltip_text (self->edges_entry, tip);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->edges_entry), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  tip, -1);
  gtk_label_set_mnemonic_widget (GTK_LABEL (title), self->edges_entry);
  sl_one_name (self->edges_entry, _ ("Edges of the bins"));
  gtk_widget_add_css_class (title, "sl-option-title");
  self->edges_error = g_object_new (GTK_TYPE_LABEL, "xalign", 0.0, "wrap", TRUE, "visible", FALSE, NULL);
  gtk_widget_add_css_class (self->edges_error, "error");
  gtk_widget_add_css_class (self->edges_error, "sl-option-title");
  gtk_box_append (GTK_BOX (box), title);
  gtk_box_append (GTK_BOX (box), self->edges_entry);
  gtk_box_append (GTK_BOX (box), self->edges_error);
  gtk_widget_add_css_class (box, "sl-option");
  g_signal_connect_swapped (self->edges_entry, "activate", G_CALLBACK (commit_edges), self);
  g_signal_connect_swapped (self->edges_keys, "key-pressed", G_CALLBACK (edges_key_cb), self);
  g_signal_connect_swapped (self->edges_focus, "leave", G_CALLBACK (commit_edges), self);
  gtk_widget_add_controller (self->edges_entry, self->edges_keys);
  gtk_widget_add_controller (self->edges_entry, self->edges_focus);
  show_edges (self);
  return box;
}

/* --- what the session says ------------------------------------------------- */

static void
update_option (SlPanelOptions *self, SlOptionId id)
{
  const SlGalaxy *galaxy = sl_session_get_galaxy (self->session);
  const guint value = sl_galaxy_option (galaxy, id);
  int row = table_row (id);

  if (!self->widget[id])
    return;
  if (sl_option_info (id)->is_switch)
    gtk_check_button_set_active (GTK_CHECK_BUTTON (self->widget[id]), value != 0);
  else
    gtk_drop_down_set_selected (GTK_DROP_DOWN (self->widget[id]), value);
  gtk_widget_set_sensitive (self->widget[id], sl_galaxy_uses_option (galaxy, id));
  if (row >= 0)
    {
      const SlTable *table = table_of (self, id);
      const char *label = table ? table->name : _ ("Open a table…");
      g_autofree char *tip =
          g_strdup_printf ("%s\n%s", table ? _ ("Open another table…") : _ ("Open a table…"),
                           _ (table_table[row].columns));
      g_autofree char *name =
          table ? g_strdup_printf (_ ("Table %s; open another"), table->name) : g_strdup (label);

      gtk_label_set_text (GTK_LABEL (self->table_label[id]), label);
      gtk_widget_set_tooltip_text (self->table[id], tip);
      gtk_accessible_update_property (GTK_ACCESSIBLE (self->table[id]), GTK_ACCESSIBLE_PROPERTY_LABEL, name,
                                      -1);
      gtk_widget_set_visible (self->table[id], value == table_table[row].choice);
    }
  if (id == SL_OPTION_SFH_FORM)
    gtk_widget_set_visible (self->edges, galaxy->sfh_form == SL_SFH_CONTINUITY);
}

static void
update (SlPanelOptions *self)
{
  self->updating = TRUE;
  for (int i = 0; i < SL_N_OPTIONS; i++)
    update_option (self, i);
  if (self->edges)
    show_edges (self);
  self->updating = FALSE;
}

static void
galaxy_changed_cb (SlSession *session, const SlParamSet *params, gboolean options, SlPanelOptions *self)
{
  if (options)
    update (self);
}

/* --- tables ---------------------------------------------------------------- */

static void
take_table (SlPanelOptions *self, SlOptionId id, const char *path)
{
  GtkRoot *root = gtk_widget_get_root (self->widget[id]);

  sl_panel_table_ask (GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL, self->session, id, path, self->zsun);
}

static void
answer_cb (GFile *file, gpointer data)
{
  SlPanelOptions *self = data;
  g_autofree char *path = file ? g_file_get_path (file) : NULL;

  self->chooser = NULL;
  if (path)
    take_table (self, self->asked, path);
  else if (file)
    g_signal_emit_by_name (self->session, "message", _ ("The file is not in a folder of this computer"));
  /* The list returns to its earlier value unless a table has been chosen. */
  update (self);
}

static void
ask_table (SlPanelOptions *self, SlOptionId id)
{
  static const char *const patterns[] = { "*.csv", "*.txt", "*.dat", "*.h5", "*.hdf5" };
  GtkRoot *root = gtk_widget_get_root (self->widget[id]);
  g_autoptr (GtkFileFilter) tables = gtk_file_filter_new (), all = gtk_file_filter_new ();

  if (self->chooser)
    return;
  self->asked = id;
  gtk_file_filter_set_name (tables, _ ("Tables (text, HDF5)"));
  for (guint i = 0; i < G_N_ELEMENTS (patterns); i++)
    gtk_file_filter_add_pattern (tables, patterns[i]);
  gtk_file_filter_set_name (all, _ ("All files"));
  gtk_file_filter_add_pattern (all, "*");
  self->chooser = sl_file_dialog_ask (GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL,
                                      &(SlFileQuestion) { .title = _ (table_table[table_row (id)].title),
                                                          .filter = { tables, all } },
                                      answer_cb, self, NULL);
}

static SlOptionId
option_of (SlPanelOptions *self, GtkWidget *const *widgets, gpointer widget)
{
  for (int i = 0; i < SL_N_OPTIONS; i++)
    if (widgets[i] == widget)
      return i;
  g_return_val_if_reached (0);
}

static void
table_cb (GtkButton *button, SlPanelOptions *self)
{
  ask_table (self, option_of (self, self->table, button));
}

/* A button with the name of the file, ellipsised in the middle. */
static GtkWidget *
new_table (SlPanelOptions *self, SlOptionId id)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6), *button = gtk_button_new ();

  self->table_label[id] = g_object_new (GTK_TYPE_LABEL, "ellipsize", PANGO_ELLIPSIZE_MIDDLE, "xalign", 0.0,
                                        "hexpand", TRUE, NULL);
  gtk_box_append (GTK_BOX (box), gtk_image_new_from_icon_name ("document-open-symbolic"));
  gtk_box_append (GTK_BOX (box), self->table_label[id]);
  gtk_button_set_child (GTK_BUTTON (button), box);
  gtk_widget_add_css_class (button, "sl-option");
  g_signal_connect (button, "clicked", G_CALLBACK (table_cb), self);
  return button;
}

/* --- choices and switches --------------------------------------------------- */

static void
chosen_cb (GtkDropDown *drop, GParamSpec *pspec, SlPanelOptions *self)
{
  SlOptionId id = option_of (self, self->widget, drop);
  guint value = gtk_drop_down_get_selected (drop);
  int row = table_row (id);

  if (self->updating || value >= sl_option_info (id)->n_values)
    return;
  if (row >= 0 && value == table_table[row].choice && !table_of (self, id))
    ask_table (self, id);
  else
    sl_session_set_option (self->session, id, value);
}

static void
switched_cb (GtkCheckButton *button, GParamSpec *pspec, SlPanelOptions *self)
{
  if (!self->updating)
    sl_session_set_option (self->session, option_of (self, self->widget, button),
                           gtk_check_button_get_active (button));
}

static GtkWidget *
new_choice (SlPanelOptions *self, SlOptionId id)
{
  const SlOptionInfo *info = sl_option_info (id);
  g_autofree const char **titles = g_new0 (const char *, info->n_values + 1);
  GtkWidget *drop;

  for (guint i = 0; i < info->n_values; i++)
    titles[i] = _ (sl_option_value_title (id, i));
  drop = gtk_drop_down_new_from_strings (titles);
  gtk_widget_set_tooltip_text (drop, _ (info->tooltip));
  sl_drop_down_set_name (GTK_DROP_DOWN (drop), _ (info->title));
  gtk_widget_add_css_class (drop, "sl-option");
  return drop;
}

static GtkWidget *
new_switch (SlPanelOptions *self, SlOptionId id)
{
  const SlOptionInfo *info = sl_option_info (id);
  GtkWidget *check = gtk_check_button_new_with_mnemonic (_ (info->title));

  sl_one_name_below (check);
  gtk_widget_set_tooltip_text (check, _ (info->tooltip));
  gtk_accessible_update_property (GTK_ACCESSIBLE (check), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  _ (info->tooltip), -1);
  /* Longer translations wrap instead of widening the panel. */
  for (GtkWidget *c = gtk_widget_get_first_child (check); c; c = gtk_widget_get_next_sibling (c))
    if (GTK_IS_LABEL (c))
      g_object_set (c, "wrap", TRUE, "xalign", 0.0, NULL);
  return check;
}

void
sl_panel_options_append (SlPanelOptions *self, SlOptionId id, SlParamSection *section)
{
  const gboolean is_switch = sl_option_info (id)->is_switch;

  self->place[id] = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  gtk_widget_add_css_class (self->place[id], "sl-choice");
  sl_param_section_append (section, self->place[id]);
  self->widget[id] = is_switch ? new_switch (self, id) : new_choice (self, id);
  gtk_box_append (GTK_BOX (self->place[id]), self->widget[id]);
  if (table_row (id) >= 0)
    {
      self->table[id] = new_table (self, id);
      gtk_box_append (GTK_BOX (self->place[id]), self->table[id]);
    }
  if (id == SL_OPTION_SFH_FORM)
    gtk_box_append (GTK_BOX (self->place[id]), new_edges (self));
  self->updating = TRUE;
  update_option (self, id);
  self->updating = FALSE;
  if (is_switch)
    g_signal_connect (self->widget[id], "notify::active", G_CALLBACK (switched_cb), self);
  else
    g_signal_connect (self->widget[id], "notify::selected", G_CALLBACK (chosen_cb), self);
}

void
sl_panel_options_set_shown (SlPanelOptions *self, SlOptionId id, gboolean shown)
{
  gtk_widget_set_visible (self->place[id], shown);
}

void
sl_panel_options_set_zsun (SlPanelOptions *self, double zsun)
{
  self->zsun = zsun;
}

SlPanelOptions *
sl_panel_options_new (SlSession *session)
{
  SlPanelOptions *self = g_new0 (SlPanelOptions, 1);

  self->session = session;
  self->zsun = SL_ZSUN_DEFAULT;
  g_signal_connect (session, "galaxy-changed", G_CALLBACK (galaxy_changed_cb), self);
  return self;
}

void
sl_panel_options_free (SlPanelOptions *self)
{
  g_signal_handlers_disconnect_by_data (self->session, self);
  g_clear_pointer (&self->chooser, sl_file_dialog_free);
  for (int i = 0; i < SL_N_OPTIONS; i++)
    {
      g_signal_handlers_disconnect_by_data (self->widget[i], self);
      if (self->table[i])
        g_signal_handlers_disconnect_by_data (self->table[i], self);
    }
  /* Removing the entry from the window moves the focus. */
  g_signal_handlers_disconnect_by_data (self->edges_entry, self);
  g_signal_handlers_disconnect_by_data (self->edges_keys, self);
  g_signal_handlers_disconnect_by_data (self->edges_focus, self);
  g_free (self);
}
