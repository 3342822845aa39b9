/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "instrument.h"
#include "topic.h"

static const OvTopicItem *
list_instruments (void)
{
  static OvTopicItem items[OV_MOST_INSTRUMENTS + 1];

  for (guint i = 0; ov_instruments[i] != NULL; i++)
    items[i] = (OvTopicItem) {ov_instruments[i]->name, ov_instruments[i]->explanation};

  return items;
}

const OvTopic ov_topic_instruments = {
  .title = N_("Instruments"),
  .before =
    N_("What --instruments names is measured after the last step of an epoch, and has columns in "
       "csv and json, for some of them one for each layer, and a chart in --plot. --save-run keeps "
       "it with the run. The run is the same to the last bit."),
  .list = list_instruments,
  .after =
    N_("Alpha and the norm are those of the images that the step was made by: the last batch, or "
       "all images, which takes one more pass for alpha unless steps are exact. Saturation and "
       "noise are those of the first 1,000 training images at the end of the epoch."),
};
