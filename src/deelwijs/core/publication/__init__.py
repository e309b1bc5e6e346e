"""May this be published? One assessment serves the preview, the submission, the command line and the
re-check after a consent has changed.

``assess`` looks at frozen facts only: who is in the photos, what stands for them on each channel, what
the text says, where the recording was made. It names each thing in the way with its article and the ways
out, and says for each face on each channel whether it may be seen.
"""

from deelwijs.core.publication.assessing import assess
from deelwijs.core.publication.facts import (
    PURPOSE_IMAGE,
    PURPOSE_NAME,
    Act,
    Assessment,
    ChannelAssessment,
    Face,
    FaceTreatment,
    Grantor,
    Lesson,
    LessonFacts,
    LessonPermission,
    Photo,
    PublicationFacts,
    Standing,
    Tag,
    Treatment,
)
from deelwijs.core.publication.photos import lesson_permitted

__all__ = [
    "PURPOSE_IMAGE",
    "PURPOSE_NAME",
    "Act",
    "Assessment",
    "ChannelAssessment",
    "Face",
    "FaceTreatment",
    "Grantor",
    "Lesson",
    "LessonFacts",
    "LessonPermission",
    "Photo",
    "PublicationFacts",
    "Standing",
    "Tag",
    "Treatment",
    "assess",
    "lesson_permitted",
]
