#include <algorithm>

#include "base/id_number.h"
#include "base/phone.h"
#include "base/text.h"
#include "modules/registry/import_rows.h"

namespace fx::registry {
namespace {

bool looks_like_id(std::string_view text) {
  std::size_t digits = 0;
  std::size_t others = 0;
  for (const char c : ascii_upper(normalise(text))) {
    if (c >= '0' && c <= '9') {
      ++digits;
    } else if (c != ' ' && c != 'X' && c != '\'') {
      ++others;
    }
  }
  return others == 0 && (digits == 17 || digits == 18 || digits == 15);
}

bool looks_like_phone(std::string_view text) {
  const auto phone = parse_phone(text);
  return phone.verdict == PhoneVerdict::kValid && phone.kind == PhoneKind::kMobile;
}

bool looks_like_sex(std::string_view text) {
  return text == "男" || text == "女" || text == "男性" || text == "女性";
}

bool looks_like_name(std::string_view text) {
  const std::string name = normalise_name(text);
  const auto length = code_point_count(name);
  return length >= 2 && length <= 4 && is_all_han(name) && !read_relation(name);
}

bool looks_like_relation(std::string_view text) { return read_relation(text).has_value(); }

bool looks_like_address(std::string_view text) {
  if (code_point_count(text) < 4) return false;
  const auto parts = parse_address(text);
  return !parts.room.empty() || !parts.building.empty();
}

bool looks_like_category(std::string_view text) { return read_categories(text).flags != 0; }

bool looks_like_number(std::string_view text) {
  return !text.empty() && text.size() <= 6 &&
         text.find_first_not_of("0123456789") == std::string_view::npos;
}

std::vector<sheet::ColumnSpec> make_specs() {
  using Spec = sheet::ColumnSpec;
  std::vector<Spec> out;
  // In the order of Column.
  out.push_back({"serial", {"序号", "编号", "序列", "No", "行号"}, looks_like_number});
  out.push_back({"grid",
                 {"网格", "所属网格", "网格名称", "网格号", "网格编号", "所在网格", "网格序号",
                  "所在网格名称", "管理网格", "微网格", "grid"}});
  out.push_back({"compound",
                 {"小区",
                  "小区名称",
                  "所属小区",
                  "村组",
                  "村民小组",
                  "村小组",
                  "小组",
                  "组别",
                  "自然村",
                  "自然村组",
                  "小区/村组",
                  "院落",
                  "组",
                  "屯",
                  "寨",
                  "楼盘",
                  "小区或村组",
                  "居住小区",
                  "所在小区",
                  "小区名",
                  "住宅小区",
                  "小区（自然村）",
                  "小区或村民小组",
                  "小区/自然村",
                  "自然屯",
                  "村屯",
                  "屯名",
                  "队",
                  "队别",
                  "生产队",
                  "生产小组",
                  "村民组",
                  "组名",
                  "院落名称",
                  "小区院落",
                  "小区/组",
                  "小区(村组)",
                  "小区（组）",
                  "compound"}});
  out.push_back(
      {"building", {"楼栋",   "楼栋号", "栋",   "栋号",   "幢",   "幢号",    "楼号",     "楼",
                    "楼宇",   "座",     "楼幢", "楼(栋)", "楼座", "楼座号",  "楼栋名称", "楼幢号",
                    "几号楼", "楼牌号", "座号", "楼栋座", "几栋", "building"}});
  out.push_back(
      {"unit", {"单元", "单元号", "门洞", "门洞号", "单元/门", "门栋", "几单元", "unit"}});
  out.push_back(
      {"room", {"房号",       "室",     "房间号", "房间",   "门牌号",      "门牌",      "室号",
                "户室",       "房屋号", "住房号", "房室号", "房号/门牌号", "门牌/房号", "房(室)号",
                "门牌(房)号", "住房",   "户室号", "门号",   "几室",        "室(房)号",  "room"}});
  out.push_back({"household_number",
                 {"户号", "户编号", "户口编号", "户籍号", "家庭编号", "户序号", "住户编号"}});
  out.push_back(
      {"address",
       {"住址",           "现住址",   "地址",         "详细地址", "家庭住址",     "居住地址",
        "现居住地址",     "现居住地", "居住地",       "具体住址", "具体地址",     "居住详细地址",
        "现居住详细地址", "详细住址", "家庭详细住址", "楼栋房号", "楼栋单元房号", "小区楼栋房号",
        "房屋坐落",       "坐落",     "住所",         "所住房屋", "居住房屋",     "房屋位置",
        "家庭地址",       "房屋地址", "现住地址",     "address"},
       looks_like_address});
  out.push_back({"head",
                 {"户主姓名", "户主", "户主名", "户主名字", "产权人", "产权人姓名", "房主姓名",
                  "户主/房主", "房主", "业主姓名", "户主(姓名)", "head of household", "head"},
                 looks_like_name});
  out.push_back({"relation",
                 {"与户主关系", "关系", "与户主的关系", "家庭关系", "与户主之关系", "户主关系",
                  "成员关系", "与业主关系", "与房主关系", "与产权人关系", "与家长关系",
                  "与户主（房主）关系", "家庭成员关系", "称谓", "relation"},
                 looks_like_relation});
  out.push_back({"name",
                 {"姓名", "名字", "居民姓名", "人员姓名", "成员姓名", "家庭成员", "家庭成员姓名",
                  "住户姓名", "人口姓名", "家庭人员姓名", "户内人员", "实有人口姓名",
                  "被登记人姓名", "居住人姓名", "居住人员", "常住人员姓名", "人员", "住户", "name"},
                 looks_like_name,
                 false,
                 true});
  out.push_back({"sex", {"性别", "男/女", "男女", "sex", "gender"}, looks_like_sex, true});
  out.push_back(
      {"id_number",
       {"身份证号", "身份证号码", "身份证", "证件号码", "证件号", "公民身份号码", "公民身份证号",
        "身份证件号码", "身份证件号", "居民身份证", "居民身份证号码", "公民身份证号码",
        "身份证明号码", "居民身份证号", "身份号码", "有效证件号码", "id number", "id"},
       looks_like_id,
       true});
  out.push_back({"birth", {"出生日期", "出生年月", "出生年月日", "生日", "birth", "birthday"}});
  out.push_back({"age", {"年龄", "周岁", "岁数", "age"}});
  out.push_back(
      {"phone",
       {"联系电话", "电话", "手机", "手机号", "手机号码", "联系方式", "电话号码", "联系电话号码",
        "本人电话", "本人联系电话", "联系号码", "手机电话", "手机联系电话", "联系人电话",
        "电话/手机", "移动电话", "联系手机", "phone", "mobile"},
       looks_like_phone,
       true});
  out.push_back(
      {"category",
       {"人员类别", "类别", "重点人员类别", "人群分类", "人员类型", "特殊人群", "人群类别",
        "人口类别", "重点人群", "特殊情况", "人员属性", "人员性质", "人群", "category"},
       looks_like_category});
  out.push_back({"state",
                 {"房屋状态", "入住情况", "居住情况", "是否入住", "房屋使用情况", "居住状态",
                  "房屋情况", "入住状态", "房屋性质"}});
  out.push_back(
      {"region", {"户籍地", "户籍地址", "户籍所在地", "户口所在地", "籍贯", "户籍", "原籍"}});
  out.push_back({"note", {"备注", "说明", "其他", "其他情况", "备注说明", "note", "remarks"}});
  return out;
}

}  // namespace

const std::vector<sheet::ColumnSpec>& column_specs() {
  static const auto* const kSpecs = new std::vector<sheet::ColumnSpec>(make_specs());
  return *kSpecs;
}

std::string_view heading_of(Column column) {
  return column_specs()[static_cast<std::size_t>(column)].synonyms.front();
}

}  // namespace fx::registry
