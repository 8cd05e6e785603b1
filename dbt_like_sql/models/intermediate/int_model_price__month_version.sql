-- Grain: one row per model version and month: the price that stands for it.
-- The maker's own price where the maker sells the version and its weights are not for anybody to serve, of several
-- snapshots and own routes the cheapest; else the lower median of what sellers ask, the maker among them, each with its
-- cheapest snapshot. (Epoch AI's rule, first-party, else median seller, but for open weights: catalogues list them under
-- their maker's name whoever serves them.)
with open_version as (
    select distinct model_version
    from {{ ref('int_model_card') }}
    where has_downloadable_weights
),

seller as (
    select heard.*
    from {{ ref('int_model_price__month_heard') }} as heard
    qualify row_number() over (
        partition by heard.month, heard.model_version, heard.provider
        order by heard.usd_per_million_blended_tokens, heard.model_id
    ) = 1
),

ranked as (
    select
        seller.*,
        seller.is_own_provider and open_version.model_version is null as is_first_party,
        count(*) over version as sellers,
        min(seller.usd_per_million_blended_tokens) over version as lowest_usd_per_million_blended_tokens,
        row_number() over (
            partition by seller.month, seller.model_version
            order by seller.usd_per_million_blended_tokens, seller.provider
        ) as rank_of_price
    from seller
    left join open_version on seller.model_version = open_version.model_version
    window version as (partition by seller.month, seller.model_version)
)

select
    * exclude (rank_of_price, is_first_party),
    case when is_first_party then 'first_party' else 'median_seller' end as price_basis
from ranked
qualify row_number() over (
    partition by month, model_version
    order by
        is_first_party desc,
        case when is_first_party then rank_of_price else abs(rank_of_price - (sellers + 1) // 2) end
) = 1
