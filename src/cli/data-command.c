/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "data-command.h"

#include <glib/gi18n-lib.h>

#include "choice.h"
#include "data-fetch.h"
#include "data-source.h"
#include "exit-status.h"
#include "file-error.h"
#include "interrupt.h"
#include "option-texts.h"
#include "output.h"
#include "text-table.h"

/* What --data names, or what a run without it would use. */
typedef struct
{
  GFile              *place;  /* where the data would be, NULL for the sample */
  GFile              *source; /* where it was read from, NULL for the sample */
  const OvDataReader *reader; /* what has read it, NULL for the sample */
  OvDataset          *dataset;
} Data;

static void
data_clear (Data *self)
{
  g_clear_object (&self->place);
  g_clear_object (&self->source);
  g_clear_pointer (&self->dataset, ov_dataset_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Data, data_clear)

/* Which data a run uses, where it is, and what tells it from others. */
static int
show_where (const Data   *self,
            GCancellable *cancellable,
            GError      **error)
{
  GFile *shown = self->source != NULL ? self->source : self->place;
  g_autofree char *place = shown != NULL ? ov_file_display_file (shown) : NULL;
  g_autofree char *missing = NULL;
  g_autofree char *train =
    g_strdup_printf (_("%u for training"), self->dataset->n_images[OV_SPLIT_TRAIN]);
  g_autofree char *test =
    g_strdup_printf (_("%u for testing"), self->dataset->n_images[OV_SPLIT_TEST]);
  g_autoptr (GString) text = g_string_new (NULL);
  const char *cells[10];

  if (self->source == NULL && place != NULL)
    missing = g_strdup_printf (_("built in; there is no CIFAR-10 in %s"), place);
  else if (self->source == NULL)
    missing = g_strdup (_("built in"));
  cells[0] = _("Data");
  cells[1] = self->dataset->name;
  cells[2] = _("Place");
  cells[3] = missing != NULL ? missing : place;
  cells[4] = _("Images");
  cells[5] = train;
  cells[6] = "";
  cells[7] = test;
  cells[8] = _("Checksum");
  cells[9] = ov_dataset_get_hash (self->dataset);
  ov_text_table_append (text, cells, G_N_ELEMENTS (cells) / 2, 2, 0);

  return ov_output_finish (text->str);
}

/* Compares every byte with the published sums. */
static int
verify (const Data   *self,
        GCancellable *cancellable,
        GError      **error)
{
  GFile *shown = self->source != NULL ? self->source : self->place;
  g_autofree char *place = shown != NULL ? ov_file_display_file (shown) : NULL;
  g_autofree char *text = NULL;

  if (self->source == NULL && place != NULL)
    {
      ov_output_complain (_("There is no CIFAR-10 in %s. “overshoot-cli data fetch” downloads it; "
                            "--data names another place."),
                          place);
      return OV_EXIT_ERROR;
    }
  if (self->source == NULL)
    text = g_strdup (_("The sample is built in; there is nothing to be verified.\n"));
  else if (self->reader->verify == NULL)
    text = g_strdup_printf (_("Nobody has published checksums of the data in %s.\n"), place);
  else if (self->reader->verify (self->dataset, cancellable, error))
    text = g_strdup_printf (_("The data in %s is CIFAR-10 as it was published, to the last bit.\n"),
                            place);
  else
    return OV_EXIT_ERROR;

  return ov_output_is_quiet () ? OV_EXIT_FINISHED : ov_output_finish (text);
}

/* What can be done with data that is there; fetching it comes before that. */
static const struct
{
  const char *word;
  int (*run) (const Data   *self,
              GCancellable *cancellable,
              GError      **error);
} actions[] = {
  {"where", show_where},
  {"verify", verify},
  {"fetch", NULL},
};

static int
act (guint        action,
     const char  *choice,
     OvInterrupt *interrupt,
     GError     **error)
{
  GCancellable *cancellable = ov_interrupt_get_cancellable (interrupt);
  g_auto (Data) data = {0};

  if (actions[action].run == NULL)
    return ov_data_fetch (choice, interrupt, error);

  data.place = ov_data_source_get_file (choice);
  data.dataset = ov_data_source_load (choice, &data.source, &data.reader, cancellable, error);

  return data.dataset != NULL ? actions[action].run (&data, cancellable, error) : OV_EXIT_ERROR;
}

/* Understands what is to be done with the data. */
static gboolean
parse_action (int    argc,
              char **argv,
              guint *action)
{
  const char *known[G_N_ELEMENTS (actions) + 1] = {0};
  const char *word = argc > 1 ? argv[1] : NULL;
  g_autofree char *shown = word != NULL ? ov_file_display_name (word) : NULL;
  g_autofree char *hint = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (actions); i++)
    known[i] = actions[i].word;
  hint = word != NULL ? ov_choice_hint (word, known) : NULL;
  for (guint i = 0; word != NULL && known[i] != NULL; i++)
    if (g_str_equal (word, known[i]) && argc == 2)
      {
        *action = i;
        return TRUE;
      }

  if (word == NULL)
    ov_output_complain (_("What to do with the data is missing. “overshoot-cli data --help” shows "
                          "how."));
  else if (argc > 2)
    ov_output_complain (_("There are too many arguments. “overshoot-cli data --help” shows how."));
  else
    ov_output_complain (_("“%s” is not an action on data.%s “overshoot-cli data --help” shows "
                          "how."),
                        shown, hint);

  return FALSE;
}

/**
 * ov_data_command:
 * @argc: number of words
 * @argv: the words after the program's name, the first being "data"
 *
 * Does `overshoot-cli data`: says which data a run would use, verifies it, or downloads CIFAR-10.
 *
 * Returns: an #OvExitStatus, or the exit status of a signal
 */
int
ov_data_command (int    argc,
                 char **argv)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GHashTable) texts = ov_option_texts_parse ("data", &argc, argv, &error);
  g_autoptr (OvInterrupt) interrupt = NULL;
  guint action;
  int status;

  if (texts == NULL)
    return ov_output_refuse (error);
  if (g_hash_table_contains (texts, "help"))
    return ov_output_help ("data");
  if (!parse_action (argc, argv, &action))
    return OV_EXIT_USAGE;

  interrupt = ov_interrupt_new ();
  status = act (action, g_hash_table_lookup (texts, "data"), interrupt, &error);
  if (ov_interrupt_get_signal (interrupt) != 0)
    return OV_EXIT_SIGNAL + ov_interrupt_get_signal (interrupt);

  return error != NULL ? ov_output_fail (error) : status;
}
