"""`python -m perflint_zh_models`: train every model from corpus/, write its weights and print its figures."""

from perflint_zh_models.domain.train import main as train_domain
from perflint_zh_models.library import pack
from perflint_zh_models.measure.train import main as train_measure
from perflint_zh_models.quantities.train import main as train_quantities
from perflint_zh_models.reuse.evaluate import main as evaluate_reuse
from perflint_zh_models.reuse.texts import pack_spread
from perflint_zh_models.segment.train import main as train_segment

if __name__ == "__main__":
    pack()
    pack_spread()
    train_segment()
    train_measure()
    train_quantities()
    train_domain()
    evaluate_reuse()
