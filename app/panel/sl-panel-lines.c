/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/panel/sl-panel-lines.h"
#include "ui/compat/sl-one-name.h"

#include <math.h>
#include <string.h>

#include <glib/gi18n.h>

#include "ui/widgets/sl-number.h"

#define LIST_WIDTH 260
#define LIST_HEIGHT 300
/* Hydrogen lines have names; libraries give element and wavelength only, in air or vacuum, which differ by
 * 1.8 Å in the red. */
#define SAME_LINE_A 2.0
#define ANGSTROM_PER_UM 1e4

typedef struct {
  SlSession *session;
  GtkWidget *button, *label, *search, *list, *nothing;
  GtkCheckButton *check[SL_MAX_LINES];
  char *key[SL_MAX_LINES];       /* text that the search matches */
  guint n;
  gboolean updating;
} Lines;

static const struct { double wave; const char *name, *typed;
} hydrogen_table[] = {
  { 1215.67, "Lyα", "lya lyman" },       { 1025.72, "Lyβ", "lyb lyman" },
  { 6562.80, "Hα", "ha halpha balmer" }, { 4861.32, "Hβ", "hb hbeta balmer" },
  { 4340.46, "Hγ", "hg hgamma balmer" }, { 4101.73, "Hδ", "hd hdelta balmer" },
  { 18751.0, "Paα", "paa paschen" },     { 12818.1, "Paβ", "pab paschen" },
  { 40511.5, "Brα", "bra brackett" },    { 21655.3, "Brγ", "brg brackett" },
};

static int
hydrogen (const char *name, double wave)
{
  for (guint i = 0; g_str_has_prefix (name, "H I ") && i < G_N_ELEMENTS (hydrogen_table); i++)
    if (fabs (wave - hydrogen_table[i].wave) < SAME_LINE_A)
      return (int) i;
  return -1;
}

/* The name without its wavelength, which has a column of its own: "O III", "He I blend"; "Hα" for lines with
 * a name. */
static char *
species (const char *name, double wave)
{
  g_auto (GStrv) words = g_strsplit (name, " ", -1);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) kept = NULL;
  g_autofree char *text = NULL;
  int known = hydrogen (name, wave);

  for (guint i = 0; words[i]; i++)
    if (*words[i] && !g_ascii_isdigit (*words[i]))
      g_strv_builder_add (builder, words[i]);
  kept = g_strv_builder_end (builder);
  text = kept[0] ? g_strjoinv (" ", kept) : g_strdup (name);
  return known >= 0 ? g_strdup_printf ("%s (%s)", text, hydrogen_table[known].name) : g_steal_pointer (&text);
}

static char *
wavelength (double wave)
{
  const gboolean infrared = wave >= ANGSTROM_PER_UM;
  g_autofree char *number = sl_number_format (infrared ? wave / ANGSTROM_PER_UM : wave, infrared ? 3 : 2);

  return g_strdup_printf ("%s %s", number, infrared ? "µm" : "Å");
}

/* Ignores case, blanks and the brackets of forbidden lines: “[OIII]” finds O III. */
static char *
search_key (const char *text)
{
  g_autofree char *folded = g_utf8_casefold (text, -1);
  g_autoptr (GString) key = g_string_new (NULL);

  for (const char *p = folded; *p; p++)
    if (!strchr ("[] ", *p))
      g_string_append_c (key, *p);
  return g_strdup (key->str);
}

/* --- state ---------------------------------------------------------------- */

static void
update (Lines *self)
{
  guint off = sl_session_count_lines_off (self->session);
  g_autofree char *label = off ? g_strdup_printf (ngettext ("%u line off", "%u lines off", off), off)
                               : g_strdup (_ ("Lines…"));
  g_autofree char *name = g_strdup_printf ("%s: %s", _ ("Emission lines"), label);

  gtk_label_set_text (GTK_LABEL (self->label), label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  self->updating = TRUE;
  for (guint i = 0; i < self->n; i++)
    gtk_check_button_set_active (self->check[i], sl_session_get_line (self->session, i));
  self->updating = FALSE;
}

static void
galaxy_changed_cb (SlSession *session, const SlParamSet *params, gboolean options, Lines *self)
{
  if (options)
    update (self);
}

static void
switched_cb (GtkCheckButton *check, GParamSpec *pspec, Lines *self)
{
  for (guint i = 0; i < self->n && !self->updating; i++)
    if (self->check[i] == check)
      sl_session_set_line (self->session, i, gtk_check_button_get_active (check));
}

/* Lines that the search shows. */
static void
set_listed (Lines *self, gboolean shine)
{
  guint64 which[SL_MAX_LINES / 64] = { 0 };

  for (guint i = 0; i < self->n; i++)
    if (gtk_widget_get_visible (GTK_WIDGET (self->check[i])))
      which[i / 64] |= G_GUINT64_CONSTANT (1) << i % 64;
  sl_session_set_lines (self->session, which, shine);
}

static void
all_on_cb (Lines *self)
{
  set_listed (self, TRUE);
}

static void
all_off_cb (Lines *self)
{
  set_listed (self, FALSE);
}

static void
search_cb (Lines *self)
{
  g_autofree char *key = search_key (gtk_editable_get_text (GTK_EDITABLE (self->search)));
  guint left = 0;

  for (guint i = 0; i < self->n; i++)
    {
      gboolean match = strstr (self->key[i], key) != NULL;

      gtk_widget_set_visible (GTK_WIDGET (self->check[i]), match);
      left += match;
    }
  gtk_widget_set_visible (self->nothing, left == 0);
}

/* --- the list ------------------------------------------------------------- */

static void
add_line (Lines *self, guint line, const char *name, double wave)
{
  GtkWidget *check = gtk_check_button_new (), *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  g_autofree char *what = species (name, wave), *where = wavelength (wave);
  g_autofree char *words = NULL;
  GtkWidget *left = g_object_new (GTK_TYPE_LABEL, "label", what, "xalign", 0.0, "hexpand", TRUE, NULL);
  GtkWidget *right = g_object_new (GTK_TYPE_LABEL, "label", where, "xalign", 1.0, NULL);
  int known = hydrogen (name, wave);

  /* 5006.84 is usually written 5007. */
  words = g_strdup_printf ("%s|%s|%.0f|%s", name, what, wave, known >= 0 ? hydrogen_table[known].typed : "");
  self->key[line] = search_key (words);
  self->check[line] = GTK_CHECK_BUTTON (check);
  gtk_widget_add_css_class (right, "numeric");
  gtk_widget_add_css_class (right, "dim-label");
  gtk_box_append (GTK_BOX (box), left);
  gtk_box_append (GTK_BOX (box), right);
  gtk_widget_set_hexpand (box, TRUE);
  gtk_check_button_set_child (GTK_CHECK_BUTTON (check), box);
  gtk_accessible_update_property (GTK_ACCESSIBLE (check), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  g_signal_connect (check, "notify::active", G_CALLBACK (switched_cb), self);
  gtk_box_append (GTK_BOX (self->list), check);
}

static void
clear_list (Lines *self)
{
  for (guint i = 0; i < self->n; i++)
    {
      gtk_box_remove (GTK_BOX (self->list), GTK_WIDGET (self->check[i]));
      g_clear_pointer (&self->key[i], g_free);
    }
  self->n = 0;
}

void
sl_panel_lines_set_templates (GtkWidget *lines, const SlTemplates *templates)
{
  Lines *self = g_object_get_data (G_OBJECT (lines), "lines");
  guint n = templates ? MIN (templates->n_line, SL_MAX_LINES) : 0;

  g_return_if_fail (self != NULL);
  clear_list (self);
  self->updating = TRUE;
  for (guint i = 0; i < n; i++)
    add_line (self, i, templates->line_name[i], templates->line_wave[i]);
  self->updating = FALSE;
  self->n = n;
  gtk_widget_set_sensitive (self->button, n > 0);
  search_cb (self);
  update (self);
}

static GtkWidget *
new_button (Lines *self, const char *label, const char *tip, GCallback clicked)
{
  GtkWidget *button = gtk_button_new_with_mnemonic (label);

  sl_one_name_below (button);
  gtk_widget_set_tooltip_text (button, tip);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, tip, -1);
  g_signal_connect_swapped (button, "clicked", clicked, self);
  return button;
}

static GtkWidget *
new_popover (Lines *self)
{
  GtkWidget *popover = gtk_popover_new (), *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 8);
  GtkWidget *buttons = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8), *scrolled = gtk_scrolled_window_new ();
  const char *tip = _ ("Applies to the lines listed; a search narrows the list.");

  self->search = gtk_search_entry_new ();
  g_object_set (self->search, "placeholder-text", _ ("Element or wavelength"), NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->search), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Search for a line"), -1);
  g_signal_connect_swapped (self->search, "search-changed", G_CALLBACK (search_cb), self);

  self->list = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  self->nothing = g_object_new (GTK_TYPE_LABEL, "label", _ ("No line matches"), "visible", FALSE,
                                "margin-top", 16, NULL);
  gtk_widget_add_css_class (self->nothing, "dim-label");
  gtk_box_append (GTK_BOX (self->list), self->nothing);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), self->list);
  g_object_set (scrolled, "hscrollbar-policy", GTK_POLICY_NEVER, "width-request", LIST_WIDTH,
                "height-request", LIST_HEIGHT, NULL);

  gtk_box_set_homogeneous (GTK_BOX (buttons), TRUE);
  gtk_box_append (GTK_BOX (buttons), new_button (self, _ ("All _On"), tip, G_CALLBACK (all_on_cb)));
  gtk_box_append (GTK_BOX (buttons), new_button (self, _ ("All O_ff"), tip, G_CALLBACK (all_off_cb)));

  gtk_box_append (GTK_BOX (box), self->search);
  gtk_box_append (GTK_BOX (box), scrolled);
  gtk_box_append (GTK_BOX (box), buttons);
  gtk_popover_set_child (GTK_POPOVER (popover), box);
  gtk_widget_add_css_class (popover, "sl-lines");
  return popover;
}

/* Freed with the button; its list and popover no longer exist. */
static void
free_lines (gpointer data)
{
  Lines *self = data;

  g_signal_handlers_disconnect_by_data (self->session, self);
  for (guint i = 0; i < self->n; i++)
    g_free (self->key[i]);
  g_object_unref (self->session);
  g_free (self);
}

GtkWidget *
sl_panel_lines_new (SlSession *session)
{
  Lines *self = g_new0 (Lines, 1);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);

  self->session = g_object_ref (session);
  self->button = gtk_menu_button_new ();
  gtk_menu_button_set_popover (GTK_MENU_BUTTON (self->button), new_popover (self));
  self->label = g_object_new (GTK_TYPE_LABEL, "xalign", 0.0, "hexpand", TRUE, NULL);
  gtk_box_append (GTK_BOX (box), self->label);
  gtk_box_append (GTK_BOX (box), gtk_image_new_from_icon_name ("pan-end-symbolic"));
  gtk_menu_button_set_child (GTK_MENU_BUTTON (self->button), box);
  /* A menu button centres its child; everything else in the panel is aligned to the left. */
  for (GtkWidget *w = box; w && !GTK_IS_BUTTON (w); w = gtk_widget_get_parent (w))
    gtk_widget_set_halign (w, GTK_ALIGN_FILL);
  /* The popover opens beside the panel and may be as high as the window. */
  gtk_menu_button_set_direction (GTK_MENU_BUTTON (self->button), GTK_ARROW_RIGHT);
  gtk_widget_set_tooltip_text (self->button, _ ("Emission lines: switch them on and off"));
  gtk_widget_add_css_class (self->button, "sl-option");
  gtk_widget_set_sensitive (self->button, FALSE);
  g_signal_connect (session, "galaxy-changed", G_CALLBACK (galaxy_changed_cb), self);
  g_object_set_data_full (G_OBJECT (self->button), "lines", self, free_lines);
  update (self);
  return self->button;
}
